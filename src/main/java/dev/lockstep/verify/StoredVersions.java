package dev.lockstep.verify;

import dev.lockstep.apply.ItemReads.Found;
import dev.lockstep.change.Version;
import dev.lockstep.item.Value;
import dev.lockstep.verify.Finding.VersionFault;
import org.jspecify.annotations.Nullable;

/** What is to be said of a stored {@code _v}. */
final class StoredVersions {
  private StoredVersions() {}

  /** As a report shows it. */
  static @Nullable String text(@Nullable Found stored) {
    if (stored == null || stored.version() == null) {
      return null;
    }
    Value version = stored.version();
    if (version instanceof Value.Num number) {
      return number.digits();
    }
    return version instanceof Value.Text text ? text.text() : version.toString();
  }

  /**
   * What is wrong with it.
   *
   * @param loaded what the load gave every item, as decimal digits; null if it is not known
   * @param newest above everything that the source has committed, the same
   */
  static @Nullable VersionFault fault(Found stored, @Nullable String loaded, String newest) {
    if (stored.version() == null) {
      return VersionFault.ABSENT;
    }
    if (!(stored.version() instanceof Value.Num number) || !isVersion(number.digits())) {
      return VersionFault.NOT_A_NUMBER;
    }
    if (loaded != null && compare(number.digits(), loaded) < 0) {
      return VersionFault.OLDER_THAN_LOAD;
    }
    return compare(number.digits(), newest) > 0 ? VersionFault.AHEAD_OF_SOURCE : null;
  }

  private static boolean isVersion(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Whether the item has not been written since the source was at a version. */
  static boolean isUpTo(Found stored, Version version) {
    return stored.version() instanceof Value.Num number
        && isVersion(number.digits())
        && compare(number.digits(), version.toDecimal()) <= 0;
  }

  /** Of whole numbers without leading zeros, the longer one is greater. */
  private static int compare(String a, String b) {
    int order = Integer.compare(a.length(), b.length());
    return order != 0 ? order : a.compareTo(b);
  }
}
