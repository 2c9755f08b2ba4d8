package dev.suzaku.checkers.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The values of one key as numbers. A value is one text, or several where memcached may have padded a number or not. Texts
 * that nothing can ask about are all {@linkplain #unasked() one}, so that many different states become one.
 */
final class KvValues {
    static final int ABSENT = 0;
    /** The value that is certainly none that anything asks about. */
    static final int UNASKED = 1;

    /** Texts up to this length are looked for within those that were read. */
    private static final int PARTS_LENGTH_MAX = 64;

    private final Map<Set<String>, Integer> numbers = new HashMap<>();
    private final List<Set<String>> texts = new ArrayList<>();
    private final Map<String, Integer> makers = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Boolean> askable = new HashMap<>();
    private String unasked = "a value that nobody read";
    private boolean counted;
    private boolean countedBlindly;
    private boolean grown;

    KvValues(List<KvCall> calls) {
        calls.forEach(this::add);
        while (asked.contains(unasked)) {
            unasked += "!";
        }
        numbers.put(Set.of(), ABSENT);
        texts.add(Set.of());
        numbers.put(Set.of(unasked), UNASKED);
        texts.add(Set.of(unasked));
    }

    private void add(KvCall call) {
        if (call instanceof KvCall.Read read) {
            read.value().ifPresent(asked::add);
        } else if (call instanceof KvCall.Gets gets) {
            asked.add(gets.value());
        } else if (call instanceof KvCall.Set set) {
            made(set.value());
        } else if (call instanceof KvCall.Add add) {
            made(add.value());
        } else if (call instanceof KvCall.Replace replace) {
            made(replace.value());
        } else if (call instanceof KvCall.Cas cas) {
            made(cas.value());
        } else if (call instanceof KvCall.Append || call instanceof KvCall.Prepend) {
            grown = true;
        } else if (call instanceof KvCall.NonNumeric) {
            counted = true;
        } else if (call instanceof KvCall.Increment increment) {
            counted(increment.result());
        } else if (call instanceof KvCall.Decrement decrement) {
            counted(decrement.result());
        }
    }

    /** Stands for all texts that nothing can ask about. */
    String unasked() {
        return unasked;
    }

    /** The text, or {@link #unasked()} where nothing can ask about it. */
    String merged(String text) {
        return askable.computeIfAbsent(text, this::askable) ? text : unasked;
    }

    private void made(String value) {
        makers.merge(KvCall.canonical(value), 1, Integer::sum);
    }

    private void counted(Optional<String> result) {
        counted = true;
        countedBlindly |= result.isEmpty();
        result.ifPresent(this::made);
    }

    /** The number of the value that is that text. */
    int number(String text) {
        return numberOf(Set.of(text));
    }

    private int numberOf(Set<String> possible) {
        Set<String> merged = possible.stream().map(this::merged).collect(Collectors.toCollection(TreeSet::new));
        Integer known = numbers.putIfAbsent(merged, texts.size());
        if (known != null) {
            return known;
        }
        texts.add(merged);
        return texts.size() - 1;
    }

    /** Whether an answer can depend on whether the value is, or was, that text. */
    private boolean askable(String text) {
        if (text.equals(unasked)) {
            return false;
        }
        if (asked.contains(KvCall.canonical(text))
                || counted && (grown || KvNumber.of(text).isPresent())) {
            return true;
        }
        String part =
                KvCall.canonical(text); // blanks at its end may be at the end of what was read too, where they were cut
        return grown && (text.length() > PARTS_LENGTH_MAX || asked.stream().anyMatch(longer -> longer.contains(part)));
    }

    /** The value, given that its text passes; {@link #ABSENT} when none does. */
    int narrowed(int value, Predicate<String> passes) {
        Set<String> before = texts.get(value);
        Set<String> kept = before.stream().filter(passes).collect(Collectors.toCollection(TreeSet::new));
        return kept.size() == before.size() ? value : numberOf(kept);
    }

    /** The value after each of its texts turned into some; {@link #ABSENT} when none turned into any. */
    int turned(int value, Function<String, List<String>> turn) {
        Set<String> after = new TreeSet<>();
        texts.get(value).forEach(text -> after.addAll(turn.apply(text)));
        return numberOf(after);
    }

    /** The only text that an answer could tell the value to be, if there is only one. */
    Optional<String> canonical(int value) {
        Set<String> different = texts.get(value).stream().map(KvCall::canonical).collect(Collectors.toSet());
        return different.size() == 1 && value != UNASKED
                ? Optional.of(different.iterator().next())
                : Optional.empty();
    }

    /** Whether more than one operation may have made the text. */
    boolean ambiguous(String text) {
        return grown
                || makers.getOrDefault(text, 0) > 1
                || countedBlindly && KvNumber.of(text).isPresent();
    }

    /** The value for people. */
    String text(int value) {
        return value == ABSENT
                ? "nothing"
                : texts.get(value).stream().map(KvCall::canonical).distinct().collect(Collectors.joining(" or "));
    }

    /** The texts that a number may be stored as in place of a text. */
    static List<String> stored(long number, String before) {
        String text = Long.toUnsignedString(number);
        return text.length() < before.length()
                ? List.of(text, text + " ".repeat(before.length() - text.length()))
                : List.of(text);
    }

    /** The number that memcached would count with. */
    OptionalLong counts(String text) {
        return text.equals(unasked) ? OptionalLong.empty() : KvNumber.of(text);
    }
}
