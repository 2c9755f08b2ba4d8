package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KvValuesTest {
    private static KvValues values(KvCall... calls) {
        return new KvValues(Arrays.asList(calls));
    }

    private static KvCall read(String value) {
        return new KvCall.Read(Optional.of(value));
    }

    private static KvCall set(String value) {
        return new KvCall.Set(value, false);
    }

    @Test
    void texts_that_nothing_asks_about_are_one() {
        KvValues values = values(read("a"), new KvCall.Gets("b", 7), set("c"), set("d"));
        assertThat(values.merged("a")).isEqualTo("a");
        assertThat(values.merged("a  ")).as("its blanks may be cut").isEqualTo("a  ");
        assertThat(values.merged("b")).isEqualTo("b");
        assertThat(values.merged("c")).isEqualTo(values.unasked()).isEqualTo("a value that nobody read");
        assertThat(values.number("c")).isEqualTo(values.number("d")).isEqualTo(KvValues.UNASKED);
        assertThat(values.number("a")).isEqualTo(2);
        assertThat(values.number("b")).isEqualTo(3);
        assertThat(values.number("a")).isEqualTo(2);
        assertThat(values.text(KvValues.ABSENT)).isEqualTo("nothing");
        assertThat(values.text(2)).isEqualTo("a");
        assertThat(values.text(KvValues.UNASKED)).isEqualTo("a value that nobody read");
    }

    @Test
    void the_name_of_those_texts_is_none_that_was_read() {
        KvValues values = values(read("a value that nobody read"), set("c"));
        assertThat(values.unasked()).isEqualTo("a value that nobody read!");
        assertThat(values.number("a value that nobody read")).isNotEqualTo(KvValues.UNASKED);
        assertThat(values.number("a value that nobody read!")).isEqualTo(KvValues.UNASKED);
    }

    @Test
    void numbers_are_asked_about_where_something_counts() {
        KvValues counting = values(new KvCall.Increment(1, Optional.of("6")), set("5"), set("x"));
        assertThat(counting.merged("5")).isEqualTo("5");
        assertThat(counting.merged("x")).isEqualTo(counting.unasked());
        KvValues refused = values(new KvCall.NonNumeric(), set("5"));
        assertThat(refused.merged("5")).isEqualTo("5");
        KvValues down = values(new KvCall.Decrement(1, Optional.of("4")), set("5"));
        assertThat(down.merged("5")).isEqualTo("5");
        KvValues still = values(set("5"));
        assertThat(still.merged("5")).isEqualTo(still.unasked());
    }

    @Test
    void where_texts_grow_all_parts_of_what_was_read_are_asked_about() {
        for (KvCall grows : List.of(new KvCall.Append("x"), new KvCall.Prepend("x"))) {
            KvValues values = values(read("abcd"), grows);
            assertThat(values.merged("bc")).isEqualTo("bc");
            assertThat(values.merged("bc ")).isEqualTo("bc ");
            assertThat(values.merged("cb")).isEqualTo(values.unasked());
            assertThat(values.merged("y".repeat(64))).isEqualTo(values.unasked());
            assertThat(values.merged("y".repeat(65)))
                    .as("too long to be looked for")
                    .isEqualTo("y".repeat(65));
        }
        KvValues without = values(read("abcd"));
        assertThat(without.merged("bc")).isEqualTo(without.unasked());
        assertThat(without.merged("y".repeat(65))).isEqualTo(without.unasked());
        KvValues counted = values(new KvCall.Append("x"), new KvCall.NonNumeric());
        assertThat(counted.merged("y")).isEqualTo("y");
        assertThat(counted.merged(counted.unasked())).isEqualTo(counted.unasked());
    }

    @Test
    void a_text_is_ambiguous_that_more_than_one_operation_may_have_made() {
        assertThat(values(set("a")).ambiguous("a")).isFalse();
        assertThat(values(set("a"), set("a")).ambiguous("a")).isTrue();
        assertThat(values(set("a"), new KvCall.Add("a ", false)).ambiguous("a")).isTrue();
        assertThat(values(set("a"), new KvCall.Replace("a", false)).ambiguous("a"))
                .isTrue();
        assertThat(values(set("a"), new KvCall.Cas("a", 1, false)).ambiguous("a"))
                .isTrue();
        assertThat(values(set("a"), set("b")).ambiguous("a")).isFalse();
        assertThat(values(set("a"), new KvCall.Append("x")).ambiguous("a")).isTrue();
        assertThat(values(set("6"), new KvCall.Increment(1, Optional.of("6"))).ambiguous("6"))
                .isTrue();
        assertThat(values(set("6"), new KvCall.Increment(1, Optional.of("7"))).ambiguous("6"))
                .isFalse();
        assertThat(values(set("6"), new KvCall.Decrement(1, Optional.empty())).ambiguous("6"))
                .isTrue();
        assertThat(values(set("a"), new KvCall.Increment(1, Optional.empty())).ambiguous("a"))
                .isFalse();
    }

    @Test
    void a_value_may_be_one_of_several_texts_until_an_answer_tells() {
        KvValues values = values(read("9"), new KvCall.Decrement(1, Optional.of("9")), set("10"));
        int ten = values.number("10");
        int nine = values.turned(ten, before -> KvValues.stored(9, before));
        assertThat(values.text(nine)).isEqualTo("9");
        assertThat(values.canonical(nine)).hasValue("9");
        int padded = values.narrowed(nine, "9 "::equals);
        assertThat(padded).isNotEqualTo(nine).isNotEqualTo(KvValues.ABSENT);
        assertThat(values.narrowed(nine, text -> true)).isEqualTo(nine);
        assertThat(values.narrowed(nine, text -> false)).isEqualTo(KvValues.ABSENT);
        assertThat(values.turned(nine, text -> List.of())).isEqualTo(KvValues.ABSENT);
        assertThat(values.canonical(KvValues.UNASKED)).isEmpty();
        assertThat(values.canonical(KvValues.ABSENT)).isEmpty();
        int either = values.turned(ten, before -> List.of("9", "10"));
        assertThat(values.canonical(either)).isEmpty();
        assertThat(values.text(either)).isEqualTo("10 or 9");
    }

    @Test
    void a_shorter_number_may_be_padded_with_blanks() {
        assertThat(KvValues.stored(9, "100")).containsExactly("9", "9  ");
        assertThat(KvValues.stored(100, "999")).containsExactly("100");
        assertThat(KvValues.stored(-1, "5")).containsExactly("18446744073709551615");
    }

    @Test
    void nothing_counts_with_a_text_that_nobody_asks_about() {
        KvValues values = values(new KvCall.NonNumeric());
        assertThat(values.counts("12")).hasValue(12);
        assertThat(values.counts("x")).isEmpty();
        assertThat(values.counts(values.unasked())).isEmpty();
    }
}
