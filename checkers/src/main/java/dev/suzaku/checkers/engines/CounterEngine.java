package dev.suzaku.checkers.engines;

import dev.suzaku.checkers.models.CounterModel;
import dev.suzaku.checkers.models.CounterModel.CounterCall;
import dev.suzaku.histories.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A counter that only goes one way, in O(n log n). What was read, and what a change is known to have made of the count,
 * comes in the order of the counts: this chain must not run against the order of time. Between two neighbours of the
 * chain lie so many changes of unknown result as their counts differ. Where all changes are equal, any of them will do,
 * and each fits into a range of such gaps: after everything earlier in the chain was invoked, before anything later ended.
 * They fill the gaps exactly when some choice of them does, and when those that must have happened fit into the gaps and
 * the time after the last: two matchings of ranges to gaps, each found by taking first what expires first; that both
 * exist implies one that does both (Mendelsohn and Dulmage 1958).
 *
 * <p>Where changes differ in size, a chain without gaps is judged alike, and the rest is undecided.
 */
public final class CounterEngine implements Engine {
    private static final long SIZE_MAX = 1L << 30;
    private static final long COUNT_MAX = 1L << 60;

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public String suits() {
        return "the counter goes one way";
    }

    @Override
    public boolean applies(KeyHistory history) {
        if (!history.model().equals("counter")) {
            return false;
        }
        boolean up = false;
        boolean down = false;
        for (Operation operation : history.operations()) {
            CounterCall call = CounterModel.callOf(operation).orElseThrow();
            up |= call.delta() > 0;
            down |= call.delta() < 0;
            long after = call.after().orElse(0L);
            if (call.delta() > SIZE_MAX || call.delta() < -SIZE_MAX || after > COUNT_MAX || after < -COUNT_MAX) {
                return false;
            }
        }
        return !(up && down);
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return Refusal.of(timeline, budget).orElseGet(() -> new Chain(history, timeline, goesDown(history)).judge());
    }

    private static boolean goesDown(KeyHistory history) {
        return history.operations().stream()
                .map(CounterModel::callOf)
                .anyMatch(call -> call.isPresent() && call.get().delta() < 0);
    }

    /**
     * Something of which the count is known; counts go up.
     *
     * @param from the count before
     * @param to the count after; equal for what only asked
     */
    private record Link(int position, long from, long to, int invoke, int end) {}

    /** A change of which the count is not known. */
    private record Change(int position, long size, boolean mandatory, int invoke, int end) {}

    /** Changes that are missing before a link, and between which ranks they happen. */
    private record Gap(long missing, int after, int before, Link link) {}

    private static final class Chain {
        private final List<Link> links = new ArrayList<>();
        // by their invocations
        private final List<Change> changes = new ArrayList<>();
        private final List<Gap> gaps = new ArrayList<>();
        private int lastInvoke = -1;

        Chain(KeyHistory history, Timeline timeline, boolean down) {
            for (int position = 0; position < history.operations().size(); position++) {
                if (timeline.invokeRank(position) != Timeline.NEVER) {
                    CounterCall call = CounterModel.callOf(history.operations().get(position))
                            .orElseThrow();
                    add(position, call, history, timeline);
                }
            }
            turn(down ? -1 : 1);
        }

        private void add(int position, CounterCall call, KeyHistory history, Timeline timeline) {
            int invoke = timeline.invokeRank(position);
            int end = timeline.endRank(position);
            long size = Math.abs(call.delta());
            if (call.after().isPresent()) {
                long after = call.after().get();
                links.add(new Link(position, after - call.delta(), after, invoke, end));
            } else if (size > 0) {
                changes.add(new Change(position, size, history.mandatory(position), invoke, end));
            }
        }

        /** Lets counts go up where they go down, and sorts. */
        private void turn(int sign) {
            links.replaceAll(
                    link -> new Link(link.position(), sign * link.from(), sign * link.to(), link.invoke(), link.end()));
            links.sort(Comparator.comparingLong(Link::to).thenComparingLong(Link::from));
        }

        Finding judge() {
            Optional<Finding> broken = followLinks();
            if (broken.isPresent()) {
                return broken.get();
            }
            boolean equalSizes =
                    changes.stream().mapToLong(Change::size).distinct().count() <= 1;
            if (!equalSizes && !gaps.isEmpty()) {
                return new Finding.Undecided("changes of different sizes fill gaps between known counts");
            }
            return fillGaps().or(this::placeMandatory).orElseGet(Finding.Linearizable::new);
        }

        /** Checks the order of the chain against that of time and finds its gaps. */
        private Optional<Finding> followLinks() {
            int[] firstEnds = new int[links.size() + 1];
            firstEnds[links.size()] = Timeline.NEVER;
            for (int i = links.size() - 1; i >= 0; i--) {
                firstEnds[i] = Math.min(firstEnds[i + 1], links.get(i).end());
            }
            long count = 0;
            for (int i = 0; i < links.size(); i++) {
                Link link = links.get(i);
                if (link.from() < count) {
                    return Optional.of(violated(link.position(), link.end()));
                }
                if (link.from() > count) {
                    gaps.add(new Gap(link.from() - count, lastInvoke, firstEnds[i], link));
                }
                // those that asked for one count are in the order of their invocations, which is one that time allows
                if (link.end() < lastInvoke) {
                    return Optional.of(violated(link.position(), link.end()));
                }
                lastInvoke = Math.max(lastInvoke, link.invoke());
                count = link.to();
            }
            return Optional.empty();
        }

        /** Whether enough changes fit into every gap. */
        private Optional<Finding> fillGaps() {
            PriorityQueue<Change> waiting = new PriorityQueue<>(Comparator.comparingInt(Change::end));
            int next = 0;
            for (Gap gap : gaps) {
                while (next < changes.size() && changes.get(next).invoke() < gap.before()) {
                    waiting.add(changes.get(next++));
                }
                while (!waiting.isEmpty() && waiting.peek().end() < gap.after()) {
                    waiting.remove();
                }
                for (long filled = 0; filled < gap.missing(); ) {
                    if (waiting.isEmpty() || waiting.peek().size() > gap.missing() - filled) {
                        return Optional.of(
                                violated(gap.link().position(), gap.link().end()));
                    }
                    filled += waiting.remove().size();
                }
            }
            return Optional.empty();
        }

        /** Whether every change that must have happened fits into a gap or comes last. */
        private Optional<Finding> placeMandatory() {
            PriorityQueue<Change> waiting = new PriorityQueue<>(Comparator.comparingInt(Change::end));
            List<Change> mandatory = changes.stream().filter(Change::mandatory).toList();
            int next = 0;
            for (Gap gap : gaps) {
                while (next < mandatory.size() && mandatory.get(next).invoke() < gap.before()) {
                    waiting.add(mandatory.get(next++));
                }
                if (!waiting.isEmpty() && waiting.peek().end() < gap.after()) {
                    return Optional.of(
                            violated(waiting.peek().position(), waiting.peek().end()));
                }
                for (long filled = 0; filled < gap.missing() && !waiting.isEmpty(); ) {
                    filled += waiting.remove().size();
                }
            }
            waiting.addAll(mandatory.subList(next, mandatory.size()));
            return waiting.stream()
                    .filter(change -> change.end() < lastInvoke)
                    .findFirst()
                    .map(change -> violated(change.position(), change.end()));
        }

        private static Finding violated(int position, int rank) {
            return new Finding.Violated(rank, position, List.of());
        }
    }
}
