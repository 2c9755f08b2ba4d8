package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.checkers.CheckException;
import dev.suzaku.histories.Operation;
import dev.suzaku.histories.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KvModelTest {
    private static final String[] CALLS = {
        "get -> nothing",
        "get -> a",
        "get -> ab",
        "get -> ba",
        "get -> b",
        "get -> 9",
        "get -> 5",
        "get -> 10",
        "dump -> a",
        "get?",
        "gets -> nothing",
        "gets -> [a 7]",
        "gets -> [b 8]",
        "gets -> [a 9]",
        "gets?",
        "set a -> STORED",
        "set b -> STORED",
        "set [a 60] -> STORED",
        "set 5 -> STORED",
        "set 9 -> STORED",
        "set 10 -> STORED",
        "set zzz -> STORED",
        "set a -> SERVER_ERROR~out~of~memory",
        "add a -> STORED",
        "add a -> NOT_STORED",
        "add [a 60] -> STORED",
        "replace a -> STORED",
        "replace a -> NOT_STORED",
        "replace a -> SERVER_ERROR~out~of~memory",
        "append b -> STORED",
        "append b -> NOT_STORED",
        "prepend b -> STORED",
        "delete -> DELETED",
        "delete -> NOT_FOUND",
        "touch 60 -> TOUCHED",
        "touch 0 -> TOUCHED",
        "touch 0 -> NOT_FOUND",
        "cas [b 7] -> STORED",
        "cas [b 7] -> EXISTS",
        "cas [b 7] -> NOT_FOUND",
        "cas [a 8 60] -> STORED",
        "incr 4 -> 9",
        "incr 1 -> 10",
        "incr 1 -> NOT_FOUND",
        "incr 0?",
        "decr 1 -> 9",
        "decr 7 -> 0",
        "incr 1 -> CLIENT_ERROR~cannot~increment~or~decrement~non-numeric~value"
    };
    private static final String NON_NUMERIC = CALLS[CALLS.length - 1];

    private final Walk kv = new Walk("kv", CALLS);
    private final Walk evicting = new Walk("kv-evicting", CALLS);

    @Test
    void a_key_is_absent_until_something_is_stored() {
        assertThat(kv.after()).isEqualTo("nothing");
        assertThat(kv.legal("get -> nothing", "gets -> nothing")).isTrue();
        assertThat(kv.legal("get -> a")).isFalse();
        assertThat(kv.after("set a -> STORED")).isEqualTo("a");
        assertThat(kv.legal("set a -> STORED", "get -> a", "dump -> a")).isTrue();
        assertThat(kv.legal("set a -> STORED", "get -> nothing")).isFalse();
        assertThat(kv.legal("set a -> STORED", "set b -> STORED", "get -> a")).isFalse();
        assertThat(kv.legal("set zzz -> STORED", "get -> a")).isFalse();
    }

    @Test
    void add_wants_the_key_absent_and_replace_present() {
        assertThat(kv.after("add a -> STORED")).isEqualTo("a");
        assertThat(kv.legal("set b -> STORED", "add a -> STORED")).isFalse();
        assertThat(kv.legal("add a -> NOT_STORED")).isFalse();
        assertThat(kv.legal("set b -> STORED", "add a -> NOT_STORED")).isTrue();
        assertThat(kv.after("set b -> STORED", "replace a -> STORED")).isEqualTo("a");
        assertThat(kv.legal("replace a -> STORED")).isFalse();
        assertThat(kv.legal("replace a -> NOT_STORED")).isTrue();
        assertThat(kv.legal("set b -> STORED", "replace a -> NOT_STORED")).isFalse();
    }

    @Test
    void texts_grow_at_either_end() {
        assertThat(kv.after("set a -> STORED", "append b -> STORED")).isEqualTo("ab");
        assertThat(kv.after("set a -> STORED", "prepend b -> STORED")).isEqualTo("ba");
        assertThat(kv.legal("append b -> STORED")).isFalse();
        assertThat(kv.legal("prepend b -> STORED")).isFalse();
        assertThat(kv.legal("append b -> NOT_STORED", "set a -> STORED", "append b -> NOT_STORED", "get -> a"))
                .isTrue();
        assertThat(kv.legal("set a -> STORED", "append b -> STORED", "get -> ab"))
                .isTrue();
        assertThat(kv.legal("set a -> STORED", "append b -> STORED", "get -> a"))
                .isFalse();
    }

    @Test
    void delete_and_touch_want_the_key_present() {
        assertThat(kv.after("set a -> STORED", "delete -> DELETED")).isEqualTo("nothing");
        assertThat(kv.legal("delete -> DELETED")).isFalse();
        assertThat(kv.legal("delete -> NOT_FOUND")).isTrue();
        assertThat(kv.legal("set a -> STORED", "delete -> NOT_FOUND")).isFalse();
        assertThat(kv.after("set a -> STORED", "touch 60 -> TOUCHED")).isEqualTo("a");
        assertThat(kv.legal("touch 60 -> TOUCHED")).isFalse();
        assertThat(kv.legal("touch 0 -> NOT_FOUND")).isTrue();
    }

    @Test
    void what_may_expire_may_be_gone() {
        assertThat(kv.legal("set [a 60] -> STORED", "get -> nothing")).isTrue();
        assertThat(kv.legal("set [a 60] -> STORED", "get -> nothing", "get -> a"))
                .isFalse();
        assertThat(kv.legal("add [a 60] -> STORED", "get -> nothing")).isTrue();
        assertThat(kv.legal("set a -> STORED", "touch 60 -> TOUCHED", "get -> nothing"))
                .isTrue();
        assertThat(kv.legal("set [a 60] -> STORED", "touch 0 -> TOUCHED", "get -> nothing"))
                .isFalse();
        assertThat(kv.legal("set [a 60] -> STORED", "append b -> STORED", "get -> nothing"))
                .isTrue();
        assertThat(kv.legal("set [a 60] -> STORED", "add a -> STORED")).isTrue();
        assertThat(evicting.legal("set a -> STORED", "get -> nothing")).isTrue();
        assertThat(evicting.legal("set a -> STORED", "get -> nothing", "get -> a"))
                .isFalse();
    }

    @Test
    void a_set_for_which_there_was_no_room_drops_the_old_value_and_nothing_else_does() {
        assertThat(kv.after("set b -> STORED", "set a -> SERVER_ERROR~out~of~memory"))
                .isEqualTo("nothing");
        assertThat(kv.legal("set b -> STORED", "replace a -> SERVER_ERROR~out~of~memory", "get -> b"))
                .isTrue();
    }

    @Test
    void numbers_are_counted_up_and_down() {
        assertThat(kv.after("set 5 -> STORED", "incr 4 -> 9")).isEqualTo("9");
        assertThat(kv.after("set 9 -> STORED", "incr 1 -> 10")).isEqualTo("10");
        assertThat(kv.legal("set 9 -> STORED", "incr 4 -> 9")).isFalse();
        assertThat(kv.legal("incr 1 -> 10")).isFalse();
        assertThat(kv.legal("incr 1 -> NOT_FOUND")).isTrue();
        assertThat(kv.legal("set 5 -> STORED", "decr 7 -> 0")).isTrue();
        assertThat(kv.legal("set 9 -> STORED", "decr 7 -> 0")).isFalse();
        assertThat(kv.after("set 10 -> STORED", "decr 1 -> 9")).isEqualTo("9");
        assertThat(kv.legal("set 10 -> STORED", "decr 1 -> 9", "get -> 9")).isTrue();
        assertThat(kv.legal("set 5 -> STORED", NON_NUMERIC)).isFalse();
        assertThat(kv.legal("set a -> STORED", NON_NUMERIC)).isTrue();
        assertThat(kv.legal(NON_NUMERIC)).isFalse();
        assertThat(kv.legal("set a -> STORED", "incr 1 -> 10")).isFalse();
    }

    @Test
    void a_compare_and_set_wants_the_token_that_the_version_had() {
        assertThat(kv.after("set a -> STORED", "gets -> [a 7]", "cas [b 7] -> STORED"))
                .isEqualTo("b");
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "gets -> [a 9]"))
                .isFalse();
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "cas [a 8 60] -> STORED"))
                .isFalse();
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "cas [b 7] -> EXISTS"))
                .isFalse();
        assertThat(kv.legal("set b -> STORED", "gets -> [b 8]", "cas [b 7] -> EXISTS"))
                .isTrue();
        assertThat(kv.legal("cas [b 7] -> STORED")).isFalse();
        assertThat(kv.legal("cas [b 7] -> EXISTS")).isFalse();
        assertThat(kv.legal("cas [b 7] -> NOT_FOUND")).isTrue();
        assertThat(kv.legal("set b -> STORED", "gets -> [a 7]")).isFalse();
        assertThat(kv.legal("gets -> [a 7]")).isFalse();
    }

    @Test
    void a_version_s_token_never_comes_back_in_its_epoch() {
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "set a -> STORED", "gets -> [a 7]"))
                .isFalse();
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "set a -> STORED", "gets -> [a 9]"))
                .isTrue();
        assertThat(kv.legal("set a -> STORED", "gets -> [a 7]", "touch 0 -> TOUCHED", "gets -> [a 7]"))
                .isTrue();
        int state = kv.automaton().afterCrash(kv.state("set a -> STORED", "gets -> [a 7]", "set a -> STORED"));
        assertThat(kv.automaton().step(state, kv.call("gets -> [a 7]"))).isNotEqualTo(Automaton.ILLEGAL);
        assertThat(kv.automaton().describe(state)).isEqualTo("a");
    }

    @Test
    void a_set_stands_for_what_stores_the_same_under_a_condition() {
        assertThat(kv.covers("set a -> STORED", "add a -> STORED")).isTrue();
        assertThat(kv.covers("set a -> STORED", "replace a -> STORED")).isTrue();
        assertThat(kv.covers("set b -> STORED", "cas [b 7] -> STORED")).isTrue();
        assertThat(kv.covers("set [a 60] -> STORED", "cas [a 8 60] -> STORED")).isTrue();
        assertThat(kv.covers("set a -> STORED", "cas [a 8 60] -> STORED")).isFalse();
        assertThat(kv.covers("set b -> STORED", "add a -> STORED")).isFalse();
        assertThat(kv.covers("set a -> STORED", "add [a 60] -> STORED")).isFalse();
        assertThat(kv.covers("replace a -> STORED", "cas [b 7] -> STORED")).isFalse();
        assertThat(kv.covers("replace a -> STORED", "add a -> STORED")).isFalse();
        assertThat(kv.covers("add a -> STORED", "set a -> STORED")).isFalse();
        assertThat(kv.covers("get -> a", "get -> b")).isFalse();
        Walk more =
                new Walk("kv", "replace b -> STORED", "cas [b 7] -> STORED", "set b -> STORED", "delete -> DELETED");
        assertThat(more.covers("replace b -> STORED", "cas [b 7] -> STORED")).isTrue();
        assertThat(more.covers("replace b -> STORED", "set b -> STORED")).isFalse();
        assertThat(more.covers("set b -> STORED", "delete -> DELETED")).isFalse();
    }

    @Test
    void engines_are_told_which_calls_are_blind_only_ask_or_are_sensitive_to_crashes() {
        Automaton automaton = kv.automaton();
        assertThat(automaton.blind(kv.call("set a -> STORED"))).isTrue();
        assertThat(automaton.blind(kv.call("set a -> SERVER_ERROR~out~of~memory")))
                .isTrue();
        assertThat(automaton.blind(kv.call("add a -> STORED"))).isFalse();
        for (String asks : new String[] {"get -> a", "gets -> [a 7]", "add a -> NOT_STORED", NON_NUMERIC}) {
            assertThat(automaton.observer(kv.call(asks))).as(asks).isTrue();
        }
        assertThat(automaton.observer(kv.call("cas [b 7] -> EXISTS"))).isTrue();
        assertThat(automaton.observer(kv.call("cas [b 7] -> STORED"))).isFalse();
        assertThat(automaton.observer(kv.call("touch 0 -> TOUCHED"))).isFalse();
        for (String sensitive : new String[] {"gets -> [a 7]", "cas [b 7] -> STORED", "cas [b 7] -> EXISTS"}) {
            assertThat(automaton.crashSensitive(kv.call(sensitive)))
                    .as(sensitive)
                    .isTrue();
        }
        assertThat(automaton.crashSensitive(kv.call("get -> a"))).isFalse();
        assertThat(kv.call("get?")).isEqualTo(Automaton.NO_CALL);
        assertThat(kv.call("gets?")).isEqualTo(Automaton.NO_CALL);
        int a = kv.state("set a -> STORED");
        assertThat(automaton.eager(a, kv.call("get -> a"))).isTrue();
        assertThat(automaton.eager(a, kv.call("get -> b"))).isFalse();
        assertThat(automaton.eager(a, kv.call("touch 0 -> TOUCHED"))).isFalse();
        int mortal = kv.state("set [a 60] -> STORED");
        assertThat(automaton.eager(mortal, kv.call("get -> nothing")))
                .as("it changes what is known")
                .isFalse();
    }

    @Test
    void keys_are_objects_of_their_own_unless_all_are_flushed_at_once() {
        assertThat(Models.named("kv").independentKeys(Set.of("get", "set"))).isTrue();
        assertThat(Models.named("kv").independentKeys(Set.of("get", "flush_all")))
                .isFalse();
    }

    @Test
    void a_flush_that_waits_is_not_modelled() {
        assertThat(new Walk("kv", "flush_all 0 -> OK", "flush_all -> OK")).isNotNull();
        assertThatThrownBy(() -> new Walk("kv", "flush_all 30 -> OK"))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("a flush_all that waits is not modelled");
    }

    @Test
    void a_number_may_be_given_by_its_digits() {
        Operation bits = Walk.operation("incr -1 -> 3");
        Operation digits = bits.withValues(Value.of("18446744073709551615"), bits.result());
        Operation none = bits.withValues(Value.of("many"), bits.result());
        Automaton automaton = Models.named("kv").automaton(List.of(bits, digits), List.of());

        assertThat(automaton.call(digits)).isEqualTo(automaton.call(bits));
        assertThatThrownBy(() -> Models.named("kv").automaton(List.of(none), List.of()))
                .isInstanceOf(CheckException.class)
                .hasMessageContaining("a number of 64 bits was expected");
    }

    /** memcached may leave the former width, with a blank at the end, which only shows once something was appended. */
    @Test
    void an_answer_tells_which_of_two_values_it_was() {
        String[] before = {"set 10 -> STORED", "decr 1 -> 9", "append x -> STORED"};
        String[] calls = {before[0], before[1], before[2], "get -> 9~x", "get -> 9x"};
        Walk counted = new Walk("kv", calls);

        assertThat(counted.legal(before[0], before[1], before[2], "get -> 9~x", "get -> 9~x"))
                .isTrue();
        assertThat(counted.legal(before[0], before[1], before[2], "get -> 9x", "get -> 9x"))
                .isTrue();
        assertThat(counted.legal(calls)).as("it was the other one").isFalse();
    }
}
