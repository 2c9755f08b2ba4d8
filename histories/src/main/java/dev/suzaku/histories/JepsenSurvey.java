package dev.suzaku.histories;

/**
 * What only the whole of a Jepsen history tells, found in a first pass over it.
 *
 * @param timed whether every event that counts has a time, and time never runs backwards
 * @param independent whether the values are the tuples {@code [key value]} of {@code jepsen.independent}: each value of an
 *     invocation or of an ok is a sequence of two, some invocation's is {@code [key nil]}, and no event names a key itself
 */
record JepsenSurvey(boolean timed, boolean independent) {
    private static final byte[] INVOKE = Utf8.encoded("invoke");
    private static final byte[] OK = Utf8.encoded("ok");

    static JepsenSurvey of(JepsenEvents events) {
        JepsenFields fields = new JepsenFields();
        boolean timed = true;
        boolean tuples = true;
        boolean keyOnly = false;
        long before = Long.MIN_VALUE;
        while (events.next(fields)) {
            int process = fields.process();
            fields.requireNames();
            if (process == JepsenFields.NEMESIS && !NemesisCuts.counts(fields)) {
                continue;
            }
            timed &= fields.hasTime() && fields.time() >= before;
            before = timed ? fields.time() : before;
            if (process != JepsenFields.NEMESIS && tuples) {
                boolean invoke = JepsenFields.is(fields.type(), INVOKE);
                int second = fields.secondItem(fields.value());
                tuples = JepsenFields.isNothing(fields.key())
                        && (second >= 0 || !invoke && !JepsenFields.is(fields.type(), OK));
                keyOnly |= tuples && invoke && fields.value().bytes()[second] == ChunkFormat.VALUE_NOTHING;
            }
        }
        return new JepsenSurvey(timed, tuples && keyOnly);
    }
}
