package dev.lockstep.demo;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes up what stands in the shop's rows. The same seed makes up the same. */
final class ShopData {
  private static final List<String> FIRST =
      List.of(
          "Ada",
          "Alan",
          "Barbara",
          "Edsger",
          "Grace",
          "Hedy",
          "Katherine",
          "Leslie",
          "Margaret",
          "Niklaus",
          "Radia",
          "Tony",
          "José",
          "Zoë",
          "李娜",
          "Søren");
  private static final List<String> LAST =
      List.of(
          "Lovelace",
          "Turing",
          "Liskov",
          "Dijkstra",
          "Hopper",
          "Lamarr",
          "Johnson",
          "Lamport",
          "Hamilton",
          "Wirth",
          "Perlman",
          "Hoare",
          "García",
          "Ångström",
          "O'Neil",
          "Kovács");
  private static final List<String> CITIES =
      List.of("Lisbon", "Zürich", "Kraków", "Oslo", "Dublin", "Athens", "Malmö", "Ghent");
  private static final List<String> COUNTRIES =
      List.of("PT", "CH", "PL", "NO", "IE", "GR", "SE", "BE");
  private static final List<String> ADJECTIVES =
      List.of("Oak", "Steel", "Linen", "Blue", "Folding", "Tiny", "Solid", "Quiet");
  private static final List<String> THINGS =
      List.of("Table", "Lamp", "Chair", "Kettle", "Shelf", "Clock", "Basket", "Mirror");
  private static final List<String> TAGS = List.of("new", "sale", "eco", "gift", "bulky");
  private static final List<String> TIERS = List.of("basic", "silver", "gold");
  private static final List<String> STATUSES =
      List.of("draft", "placed", "paid", "shipped", "delivered");
  private static final Instant OPENED = Instant.parse("2024-01-01T08:00:00Z");
  private static final int DAYS_OPEN = 700;
  private static final int LONGEST_NOTE = 12_000;
  private static final int SHORTEST_LONG_NOTE = 4_000;
  private static final int LONG_NOTE_PERCENT = 4;
  private static final int NO_NOTE_PERCENT = 60;
  private static final int MAX_CENTS = 50_000;

  private final Random random;

  ShopData(Random random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  String firstName() {
    return one(FIRST);
  }

  String lastName() {
    return one(LAST);
  }

  String email(long customer) {
    return "customer" + customer + "." + random.nextInt(1_000) + "@example.com";
  }

  String passwordHash() {
    return "$2a$10$" + letters(22);
  }

  String tier() {
    return one(TIERS);
  }

  String status() {
    return one(STATUSES);
  }

  String kind() {
    return random.nextBoolean() ? "home" : "work";
  }

  String street() {
    return (1 + random.nextInt(200)) + " " + one(ADJECTIVES) + " Street";
  }

  String city() {
    return one(CITIES);
  }

  String countryOf(String city) {
    return COUNTRIES.get(CITIES.indexOf(city));
  }

  String productName() {
    return one(ADJECTIVES) + " " + one(THINGS);
  }

  BigDecimal price() {
    return BigDecimal.valueOf(99 + random.nextInt(MAX_CENTS), 2);
  }

  String attributes() {
    return String.format(
        Locale.ROOT,
        "{\"colour\": \"%s\", \"weight\": %d.%02d, \"sizes\": [%d, %d], \"fragile\": %b}",
        one(ADJECTIVES).toLowerCase(Locale.ROOT),
        random.nextInt(40),
        random.nextInt(100),
        random.nextInt(50),
        50 + random.nextInt(50),
        random.nextBoolean());
  }

  /** None or some, with commas between them. */
  String tags() {
    return TAGS.stream().filter(tag -> chance(40)).collect(Collectors.joining(","));
  }

  Timestamp moment() {
    Duration since =
        Duration.ofDays(random.nextInt(DAYS_OPEN))
            .plusSeconds(random.nextInt(86_400))
            .plusNanos(1_000L * random.nextInt(1_000_000));
    return Timestamp.from(OPENED.plus(since));
  }

  /**
   * Mostly none, sometimes a sentence, and now and then one so long that PostgreSQL stores it out
   * of line and leaves it out of changes that do not touch it.
   */
  @Nullable String note() {
    if (chance(NO_NOTE_PERCENT)) {
      return null;
    }
    return chance(LONG_NOTE_PERCENT)
        ? letters(SHORTEST_LONG_NOTE + random.nextInt(LONGEST_NOTE - SHORTEST_LONG_NOTE))
        : "Prefers " + one(CITIES) + " and a " + productName() + ".";
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
