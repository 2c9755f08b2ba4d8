package dev.suzaku.histories;

import java.util.List;

/** Gives events of another cursor, some of them or in another order; all else is that cursor's. */
abstract class ForwardingCursor extends EventCursor {
    final EventCursor source;

    ForwardingCursor(EventCursor source) {
        this.source = source;
    }

    @Override
    public final HistoryHeader header() {
        return source.header();
    }

    @Override
    public final Vocabulary vocabulary() {
        return source.vocabulary();
    }

    @Override
    public List<PowerCut> cuts() {
        return source.cuts();
    }

    @Override
    public final boolean complete() {
        return source.complete();
    }

    @Override
    public final void close() {
        source.close();
    }
}
