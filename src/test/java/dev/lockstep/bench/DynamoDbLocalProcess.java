package dev.lockstep.bench;

import dev.lockstep.demo.DynamoDbLocal;
import java.util.concurrent.CountDownLatch;

/** DynamoDB Local in a process of its own, so that its work is not counted as a contestant's. */
final class DynamoDbLocalProcess {
  /** What comes before the address. */
  static final String LISTENING = "listening on ";

  private DynamoDbLocalProcess() {}

  /** Runs until the process is ended. */
  public static void main(String[] arguments) throws InterruptedException {
    try (DynamoDbLocal local = DynamoDbLocal.start(0)) {
      System.out.println(LISTENING + local.endpoint());
      new CountDownLatch(1).await();
    }
  }
}
