package dev.suzaku.checkers.engines;

/** Goes on to the frontier engine where a faster one cannot decide. */
record ThenFrontier(Engine first) implements Engine {
    @Override
    public String name() {
        return first.name();
    }

    @Override
    public boolean applies(KeyHistory history) {
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        Finding finding = first.decide(history, timeline, budget);
        boolean goOn = finding instanceof Finding.Undecided
                && !(first instanceof FrontierEngine)
                && budget.whySpent().isEmpty();
        return goOn ? new FrontierEngine().decide(history, timeline, budget) : finding;
    }
}
