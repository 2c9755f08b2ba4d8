package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.Automaton;
import java.util.Map;
import java.util.Optional;

/**
 * The searches of the {@link FrontierEngine} over a history that comes in sections, so that no more of it is in memory than
 * one of them; for automata to which crashes make no difference. One search for one reading of the history. Used once, by
 * one thread.
 */
public final class SectionedFrontier implements AutoCloseable {
    private final FrontierSweep sweep;
    private final Effort effort;

    /**
     * Begins a search.
     *
     * @param search its number, less than {@link #searches}; each one is to be tried where those before were undecided
     * @param pending how many operations without an end there will be, by their calls, see {@link #countPending}
     */
    public SectionedFrontier(
            int search, String key, Automaton automaton, Map<Integer, Integer> pending, Budget budget) {
        this.effort = FrontierEngine.EFFORTS.get(search);
        this.sweep = new FrontierSweep(automaton, key, budget, effort, new PendingClasses(automaton, pending));
    }

    /** How many searches there are. */
    public static int searches() {
        return FrontierEngine.EFFORTS.size();
    }

    /** Adds how many operations without an end are new in the section, by their calls. */
    public static void countPending(Section section, Map<Integer, Integer> pending) {
        KeyHistory history = section.history();
        for (int position = section.carried(); position < history.size(); position++) {
            if (PendingClasses.neverEnds(history, section.timeline(), position)) {
                pending.merge(history.call(position), 1, Integer::sum);
            }
        }
    }

    /** Goes on over the next section; a finding ends the search. Positions in a violation are those of the section. */
    public Optional<Finding> add(Section section) {
        return sweep.add(section);
    }

    /** The finding when all sections were added and none ended the search. */
    public Finding finish() {
        return sweep.survived();
    }

    /** What an answer of it comes from, in words. */
    public String text() {
        return effort.text();
    }

    @Override
    public void close() {
        sweep.release();
    }
}
