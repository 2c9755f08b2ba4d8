package dev.suzaku.checkers.engines;

/** Goes on to the frontier engine where a faster one cannot decide. */
record ThenFrontier(Engine first) implements Engine {
    @Override
    public String name() {
        return first.name();
    }

    @Override
    public String suits() {
        return first.suits();
    }

    @Override
    public boolean applies(KeyHistory history) {
        return true;
    }

    @Override
    public Finding decide(KeyHistory history, Timeline timeline, Budget budget) {
        return decision(history, timeline, budget).finding();
    }

    @Override
    public Decision decision(KeyHistory history, Timeline timeline, Budget budget) {
        Decision decision = first.decision(history, timeline, budget);
        boolean goOn = decision.finding() instanceof Finding.Undecided
                && !(first instanceof FrontierEngine)
                && budget.whySpent().isEmpty();
        if (!goOn) {
            return decision;
        }
        String why = ((Finding.Undecided) decision.finding()).reason();
        Decision later = new FrontierEngine().decision(history, timeline, budget);
        return new Decision(
                later.finding(), later.engine(), first.name() + " gave up (" + why + "), " + later.reason());
    }
}
