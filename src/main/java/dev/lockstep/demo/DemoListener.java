package dev.lockstep.demo;

import dev.lockstep.daemon.PipelineStatus;
import java.net.URI;
import java.time.Duration;

/** Told how the demo goes, from one thread, several times a second. */
public interface DemoListener {

  /** Something begins that takes a moment. */
  void begin(Stage stage);

  /** How the stage that has begun goes on. */
  void progress(Progress progress);

  /**
   * The stage that has begun is done.
   *
   * @param result in a few words
   */
  void done(Stage stage, String result, Duration took);

  /** All goes on running until interrupted. */
  void kept(Addresses addresses);

  /** The stages of the demo, in their order. */
  enum Stage {
    /** The embedded servers start. */
    SERVERS,
    /** The shop's rows are made. */
    SHOP,
    /** The target tables are made. */
    TABLES,
    /** The pipeline loads the shop. */
    LOAD,
    /** The workload runs, and the pipeline follows. */
    STREAM,
    /** The workload has ended, and the pipeline catches up. */
    DRAIN,
    /** Every item is compared with the source. */
    VERIFY
  }

  /**
   * How a stage goes on.
   *
   * @param stage which
   * @param made rows of the shop, or changes that the workload has committed so far
   * @param goal how many there will be, about
   * @param followed how many of those made the pipeline has taken up
   * @param status of the pipeline
   */
  record Progress(Stage stage, long made, long goal, long followed, PipelineStatus status) {}

  /**
   * Where everything is while it is kept.
   *
   * @param admin the admin API
   * @param jdbc the source, as a JDBC address
   * @param dynamodb the target's endpoint
   */
  record Addresses(URI admin, String jdbc, URI dynamodb) {}
}
