package dev.suzaku.histories;

import java.util.List;
import java.util.Map;

/** A piece of EDN or JSON as read. */
sealed interface Edn {
    record Nil() implements Edn {}

    record Bool(boolean value) implements Edn {}

    record Whole(long value) implements Edn {}

    /** A number that is not whole; only its text is kept. */
    record Decimal(String text) implements Edn {}

    record Text(String value) implements Edn {}

    /** A keyword without its colon. In JSON, keys of objects are keywords. */
    record Keyword(String name) implements Edn {}

    record Symbol(String name) implements Edn {}

    /** A vector, list or set. */
    record Items(List<Edn> items) implements Edn {}

    /** A map whose keys are keywords, texts, symbols or whole numbers, by their names. Other keys are dropped. */
    record Dictionary(Map<String, Edn> entries) implements Edn {
        Edn get(String name) {
            return entries.getOrDefault(name, new Nil());
        }
    }
}
