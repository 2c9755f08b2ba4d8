package dev.suzaku.checkers;

import dev.suzaku.checkers.models.Model;
import dev.suzaku.histories.HistorySurvey;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sums up what is found about the objects of a history that is checked in parts. Used by one thread. */
final class StreamedAnswers {
    private static final Set<Condition> BY_CUTS = Set.of(Condition.STRICT, Condition.READY_BOUNDED, Condition.DURABLE);

    private final CheckRequest request;
    private final HistorySurvey survey;
    private final Map<Condition, Answer> answers = new EnumMap<>(Condition.class);
    private final TreeSet<String> engines = new TreeSet<>();
    private final Set<Condition> unchecked = EnumSet.noneOf(Condition.class);
    private final boolean uncut;
    private Optional<String> reason = Optional.empty();
    private Optional<Counterexample> counterexample = Optional.empty();

    StreamedAnswers(CheckRequest request, HistorySurvey survey, Model model) {
        this.request = request;
        this.survey = survey;
        this.uncut = survey.cuts().isEmpty();
        for (Condition condition : request.conditions()) {
            if (!condition.appliesTo(model.name())) {
                answers.put(condition, Answer.NOT_APPLICABLE);
            } else if (condition.resolves() && !survey.functions().contains(TargetOperations.RESOLVE)) {
                answers.put(condition, Answer.NOT_APPLICABLE);
            } else if (BY_CUTS.contains(condition) || condition.inChain() && uncut) {
                answers.put(condition, Answer.VALID);
            } else {
                answers.put(condition, Answer.UNKNOWN);
                unchecked.add(condition);
            }
        }
    }

    CheckRequest request() {
        return request;
    }

    /** The conditions to check; one stands for all of the chain where nothing was cut. */
    List<Condition> asked() {
        boolean chain = uncut
                && answers.entrySet().stream()
                        .anyMatch(entry -> entry.getKey().inChain() && entry.getValue() != Answer.NOT_APPLICABLE);
        return chain
                ? List.of(Condition.DURABLE)
                : answers.keySet().stream().filter(BY_CUTS::contains).toList();
    }

    /** Whether nothing that is found later changes the answer. */
    boolean decided(Condition condition) {
        return answers.get(condition) == Answer.INVALID;
    }

    void engine(String name) {
        engines.add(name);
    }

    /** Adds the verdict about some objects. */
    void add(Verdict part) {
        engines.addAll(List.of(part.engine().split("\\+")));
        part.conditions().forEach((condition, answer) -> {
            if (answer == Answer.INVALID) {
                invalid(condition);
            } else if (answer == Answer.UNKNOWN) {
                unknown(List.of(condition), part.reason().orElse("it is not known why"));
            }
        });
        part.counterexample().ifPresent(this::found);
    }

    void unknown(List<Condition> conditions, String why) {
        for (Condition condition : conditions) {
            change(condition, Answer.UNKNOWN);
        }
        reason = reason.or(() -> Optional.of(why));
    }

    void violated(Condition condition, Counterexample found) {
        invalid(condition);
        found(found);
    }

    private void found(Counterexample other) {
        if (counterexample.isEmpty() || counterexample.get().condition().compareTo(other.condition()) < 0) {
            counterexample = Optional.of(other);
        }
    }

    /** What is not durable meets no condition of the chain before it; what is not ready-bounded is not strict. */
    private void invalid(Condition weak) {
        for (Condition strong : List.copyOf(answers.keySet())) {
            boolean stronger = weak == Condition.DURABLE && strong.local()
                    || weak == Condition.READY_BOUNDED && strong == Condition.STRICT;
            if (strong == weak || stronger) {
                change(strong, Answer.INVALID);
            }
        }
        change(weak, Answer.INVALID);
    }

    /** What is strict meets all of the chain, and what is durable the conditions after it. */
    private void implied() {
        for (Condition strong : List.of(Condition.STRICT, Condition.DURABLE)) {
            for (Condition weak : List.copyOf(answers.keySet())) {
                boolean weaker = weak.inChain() && strong.compareTo(weak) < 0;
                if (weaker && answers.get(strong) == Answer.VALID && answers.get(weak) == Answer.UNKNOWN) {
                    answers.put(weak, Answer.VALID);
                }
            }
        }
    }

    private void change(Condition condition, Answer answer) {
        for (Condition other : List.copyOf(answers.keySet())) {
            boolean same = other == condition || uncut && other.inChain();
            boolean open = answers.get(other) == Answer.VALID || answers.get(other) == Answer.UNKNOWN;
            if (same && open) {
                answers.put(other, answer);
            }
        }
    }

    Verdict verdict(long elapsedMillis) {
        implied();
        if (!survey.complete()) {
            boolean valid = answers.containsValue(Answer.VALID);
            answers.replaceAll((condition, answer) -> answer == Answer.VALID ? Answer.UNKNOWN : answer);
            reason = valid ? Optional.of("the history is incomplete: its end is missing or damaged") : reason;
        }
        String parts = unchecked.stream()
                .filter(condition -> answers.get(condition) == Answer.UNKNOWN)
                .map(Condition::id)
                .collect(Collectors.joining(", "));
        if (!parts.isEmpty()) {
            String limit = "of a history that is checked in parts only strict, ready-bounded and durable are looked at,"
                    + " not " + parts + "; more memory may decide it";
            reason = Optional.of(reason.map(why -> why + "; " + limit).orElse(limit));
        }
        boolean unknown = answers.containsValue(Answer.UNKNOWN);
        return new Verdict(
                answers,
                Condition.strongest(answers),
                Optional.empty(),
                Optional.empty(),
                ("streamed " + String.join("+", engines)).strip(),
                "not all of the history is in memory at once",
                survey.operations(),
                survey.okOperations(),
                survey.complete(),
                elapsedMillis,
                unknown ? reason : Optional.empty(),
                counterexample.filter(found -> answers.containsValue(Answer.INVALID)));
    }
}
