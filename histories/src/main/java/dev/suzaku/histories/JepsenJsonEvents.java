package dev.suzaku.histories;

/** Events in JSON: one array of objects, or objects one after the other. */
final class JepsenJsonEvents implements JepsenEvents {
    private enum State {
        BEGIN,
        FIRST_IN_ARRAY,
        IN_ARRAY,
        LOOSE,
        END
    }

    private final TextSource source;
    private final JsonText json;
    private State state = State.BEGIN;

    JepsenJsonEvents(TextSource source) {
        this.source = source;
        this.json = new JsonText(source);
    }

    @Override
    public boolean next(JepsenFields fields) {
        if (state == State.BEGIN) {
            state = json.takeIf('[') ? State.FIRST_IN_ARRAY : State.LOOSE;
        }
        if (state == State.LOOSE && json.peek() == TextSource.END) {
            state = State.END;
        } else if (state == State.FIRST_IN_ARRAY && json.takeIf(']') || state == State.IN_ARRAY && !json.takeIf(',')) {
            endArray();
        }
        if (state == State.END) {
            return false;
        }
        state = state == State.LOOSE ? State.LOOSE : State.IN_ARRAY;
        takeEvent(fields);
        return true;
    }

    private void endArray() {
        if (state == State.IN_ARRAY && !json.takeIf(']')) {
            throw source.wrong("a comma or the end of the array was expected");
        }
        if (json.peek() != TextSource.END) {
            throw source.wrong("something follows the history");
        }
        state = State.END;
    }

    private void takeEvent(JepsenFields fields) {
        json.peek();
        fields.begin(source.line());
        if (!json.takeIf('{')) {
            throw fields.wrong("an event must be an object, not " + TextSource.shown(source.peek()));
        }
        if (json.takeIf('}')) {
            return;
        }
        do {
            json.takeName();
            json.takeValue(fields.field(source.token(), source.tokenLength()));
        } while (json.takeIf(','));
        json.require('}');
    }
}
