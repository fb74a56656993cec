package dev.lockstep.mapping;

import dev.lockstep.change.ColumnType;
import dev.lockstep.item.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Arrays as sets: repetitions count once, an empty array gives no attribute. */
final class SetConversion {

  private SetConversion() {}

  static Conversion of(ColumnType element, As as, NumberPolicy numbers) {
    if (as == As.STRING_SET) {
      Function<Object, String> text = TextForms.of(element);
      return held -> texts(members((List<?>) held, e -> notEmpty(text.apply(e))));
    }
    Conversion number = Conversions.of(element, As.NUMBER, numbers);
    return held -> numbers(members((List<?>) held, e -> digits(number.convert(e))));
  }

  private static @Nullable Value texts(Set<String> members) {
    return members.isEmpty() ? null : new Value.TextSet(members);
  }

  private static @Nullable Value numbers(Set<String> members) {
    return members.isEmpty() ? null : new Value.NumSet(members);
  }

  private static Set<String> members(List<?> elements, Function<Object, String> form) {
    Set<String> members = new LinkedHashSet<>();
    for (Object element : elements) {
      if (element == null) {
        throw unfit("NULL");
      }
      members.add(form.apply(element));
    }
    return members;
  }

  /** What a set holds for a value that is already a text or a number. */
  static String member(Value value) {
    return value instanceof Value.Text text ? notEmpty(text.text()) : digits(value);
  }

  private static String notEmpty(String text) {
    if (text.isEmpty()) {
      throw unfit("an empty text");
    }
    return text;
  }

  private static String digits(@Nullable Value value) {
    if (value instanceof Value.Num number) {
      return number.digits();
    }
    throw unfit("a number that DynamoDB cannot hold");
  }

  private static BadValueException unfit(String what) {
    return new BadValueException(
        "SET-UNFIT", "a set cannot hold " + what, "Map the column without 'as', to a list.");
  }
}
