package dev.lockstep.mapping;

import dev.lockstep.change.TableSchema;
import dev.lockstep.item.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The texts that a key attribute of an item type can have: a sequence of atoms, each a character
 * out of a set, once or any number of times. Immutable.
 */
final class KeyPattern {
  private final List<Atom> atoms;

  private record Atom(Characters characters, boolean repeats) {}

  private KeyPattern(List<Atom> atoms) {
    this.atoms = List.copyOf(atoms);
  }

  /** The pattern of a checked definition. */
  static KeyPattern of(ValueDefinition definition, TableSchema schema) {
    List<Atom> atoms = new ArrayList<>();
    if (definition instanceof ValueDefinition.Constant constant) {
      addLiteral(atoms, text(constant.value()));
    } else if (definition instanceof ValueDefinition.FromTemplate template) {
      template.template().parts().forEach(part -> addPart(atoms, part, schema));
    } else {
      atoms.add(new Atom(Characters.any(), true));
    }
    return new KeyPattern(atoms);
  }

  private static void addPart(List<Atom> atoms, Template.Part part, TableSchema schema) {
    if (part instanceof Template.Literal literal) {
      addLiteral(atoms, literal.text());
    } else {
      atoms.add(new Atom(characters((Template.Hole) part, schema), true));
    }
  }

  /** What the text in a hole can consist of. */
  static Characters characters(Template.Hole hole, TableSchema schema) {
    int index = schema.indexOf(hole.column());
    Characters characters =
        index < 0 ? Characters.any() : Characters.of(schema.columns().get(index).type().kind());
    for (TextFilter filter : hole.filters()) {
      characters = characters.after(filter);
    }
    return characters;
  }

  private static void addLiteral(List<Atom> atoms, String text) {
    text.chars().forEach(c -> atoms.add(new Atom(Characters.of(String.valueOf((char) c)), false)));
  }

  private static String text(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    return value instanceof Value.Num number ? number.digits() : "";
  }

  /** Whether a key value may come from this pattern. */
  boolean matches(Value value) {
    if (value instanceof Value.Binary) {
      return atoms.stream().allMatch(Atom::repeats);
    }
    BitSet states = closure(start());
    String text = text(value);
    for (int i = 0; i < text.length() && !states.isEmpty(); i++) {
      states = closure(step(states, text.charAt(i)));
    }
    return states.get(atoms.size());
  }

  private static BitSet start() {
    BitSet start = new BitSet();
    start.set(0);
    return start;
  }

  private BitSet step(BitSet states, char c) {
    BitSet next = new BitSet();
    for (int i = states.nextSetBit(0); i >= 0 && i < atoms.size(); i = states.nextSetBit(i + 1)) {
      if (atoms.get(i).characters().contains(c)) {
        next.set(atoms.get(i).repeats() ? i : i + 1);
      }
    }
    return next;
  }

  /** Adds what is reached by ending a repetition. */
  private BitSet closure(BitSet states) {
    for (int i = 0; i < atoms.size(); i++) {
      if (states.get(i) && atoms.get(i).repeats()) {
        states.set(i + 1);
      }
    }
    return states;
  }

  /** Whether some text belongs to both patterns. */
  boolean overlaps(KeyPattern other) {
    int width = other.atoms.size() + 1;
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    visit(0, seen, open);
    while (!open.isEmpty()) {
      int state = open.pop();
      advance(state / width, state % width, other, seen, open);
    }
    return seen.get(atoms.size() * width + other.atoms.size());
  }

  private void advance(int i, int j, KeyPattern other, BitSet seen, Deque<Integer> open) {
    int width = other.atoms.size() + 1;
    boolean mine = i < atoms.size();
    boolean theirs = j < other.atoms.size();
    if (mine && atoms.get(i).repeats()) {
      visit((i + 1) * width + j, seen, open);
    }
    if (theirs && other.atoms.get(j).repeats()) {
      visit(i * width + j + 1, seen, open);
    }
    if (mine && theirs && atoms.get(i).characters().intersects(other.atoms.get(j).characters())) {
      int nextMine = atoms.get(i).repeats() ? i : i + 1;
      int nextTheirs = other.atoms.get(j).repeats() ? j : j + 1;
      visit(nextMine * width + nextTheirs, seen, open);
    }
  }

  private static void visit(int state, BitSet seen, Deque<Integer> open) {
    if (!seen.get(state)) {
      seen.set(state);
      open.push(state);
    }
  }
}
