package dev.suzaku.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A memcached that is flushed: all keys are one object. */
class KvStoreTest {
    private static final String FLUSH = "flush_all -> OK";

    private final Walk store = new Walk(
            "kv",
            FLUSH,
            "x.set 1 -> STORED",
            "x.add 1 -> STORED",
            "x.get -> 1",
            "x.get -> nothing",
            "x.get?",
            "x.gets -> [1 7]",
            "y.set 1 -> STORED",
            "y.set 2 -> STORED",
            "y.get -> 1",
            "y.get -> 2",
            "y.cas [1 7]?",
            "flush_all -> SERVER_ERROR~no");

    @Test
    void a_call_changes_its_key_and_a_flush_changes_all() {
        assertThat(store.after()).isEqualTo("x = nothing, y = nothing");
        assertThat(store.after("x.set 1 -> STORED")).isEqualTo("x = 1, y = nothing");
        assertThat(store.after("x.set 1 -> STORED", "y.set 2 -> STORED")).isEqualTo("x = 1, y = 2");
        assertThat(store.after("x.set 1 -> STORED", "y.set 2 -> STORED", FLUSH)).isEqualTo("x = nothing, y = nothing");
        assertThat(store.legal("x.set 1 -> STORED", "x.get -> 1", "y.get -> 1")).isFalse();
        assertThat(store.legal("y.get -> 1")).isFalse();
        assertThat(store.legal("y.get -> 1")).as("asked again").isFalse();
        assertThat(store.state("x.set 1 -> STORED", "x.get -> 1")).isEqualTo(store.state("x.set 1 -> STORED"));
        assertThat(store.legal("x.set 1 -> STORED", FLUSH, "x.get -> nothing")).isTrue();
    }

    @Test
    void only_a_flush_is_blind_and_only_reads_ask() {
        Automaton automaton = store.automaton();
        int set = store.call("x.set 1 -> STORED");
        int get = store.call("x.get -> 1");
        int flush = store.call(FLUSH);
        assertThat(automaton.blind(flush)).isTrue();
        assertThat(automaton.blind(set)).isFalse();
        assertThat(automaton.observer(get)).isTrue();
        assertThat(automaton.observer(set)).isFalse();
        assertThat(automaton.observer(flush)).isFalse();
        int stored = store.state("x.set 1 -> STORED");
        assertThat(automaton.eager(stored, get)).isTrue();
        assertThat(automaton.eager(store.state(), get)).isFalse();
        assertThat(automaton.eager(stored, store.call("x.gets -> [1 7]"))).isFalse();
        assertThat(automaton.eager(store.state(), flush)).isFalse();
        assertThat(automaton.blindLeavesNoTrace()).isFalse();
        assertThat(store.call("x.get?")).isEqualTo(Automaton.NO_CALL);
        assertThat(store.call("flush_all -> SERVER_ERROR~no")).isEqualTo(Automaton.NO_CALL);
        assertThat(flush).isNotEqualTo(Automaton.NO_CALL);
    }

    @Test
    void a_call_covers_others_of_its_key_only() {
        assertThat(store.covers("x.set 1 -> STORED", "x.add 1 -> STORED")).isTrue();
        assertThat(store.covers("x.add 1 -> STORED", "x.set 1 -> STORED")).isFalse();
        assertThat(store.covers("y.set 1 -> STORED", "x.add 1 -> STORED")).isFalse();
        assertThat(store.covers(FLUSH, "x.add 1 -> STORED")).isFalse();
        assertThat(store.covers("x.add 1 -> STORED", FLUSH)).isFalse();
        assertThat(store.covers(FLUSH, FLUSH)).isTrue();
    }

    @Test
    void a_crash_makes_the_tokens_of_all_keys_new() {
        Automaton automaton = store.automaton();
        assertThat(automaton.crashSensitive(store.call("x.gets -> [1 7]"))).isTrue();
        assertThat(automaton.crashSensitive(store.call("x.get -> 1"))).isFalse();
        assertThat(automaton.crashSensitive(store.call(FLUSH))).isFalse();
        int stored = store.state("x.set 1 -> STORED");
        int after = automaton.afterCrash(stored);
        assertThat(after).isNotEqualTo(stored);
        assertThat(automaton.describe(after)).isEqualTo("x = 1, y = nothing");
        assertThat(automaton.callAfterCrash(store.call(FLUSH), 1)).isEqualTo(store.call(FLUSH));
        int cas = store.call("y.cas [1 7]?");
        int changed = automaton.callAfterCrash(cas, 1);
        assertThat(changed).isNotEqualTo(cas);
        assertThat(automaton.callAfterCrash(cas, 1)).isEqualTo(changed);
        assertThat(automaton.crashSensitive(changed)).isTrue();
        assertThat(automaton.step(after, changed)).as("y is absent").isEqualTo(Automaton.ILLEGAL);
        assertThat(automaton.callAfterCrash(store.call("x.get -> 1"), 1)).isEqualTo(store.call("x.get -> 1"));
    }

    @Test
    void eight_keys_are_shown() {
        List<String> calls = new ArrayList<>(List.of(FLUSH));
        for (int key = 1; key <= 8; key++) {
            calls.add("k" + key + ".set 1 -> STORED");
        }
        assertThat(new Walk("kv", calls.toArray(String[]::new)).after()).endsWith("k7 = nothing, k8 = nothing");
        calls.add("k9.set 1 -> STORED");
        assertThat(new Walk("kv", calls.toArray(String[]::new)).after()).endsWith("k8 = nothing, ...");
    }
}
