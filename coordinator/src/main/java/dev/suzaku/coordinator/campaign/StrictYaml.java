package dev.suzaku.coordinator.campaign;

import dev.suzaku.coordinator.BadInputException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the safe part of YAML from events: mappings with unique plain keys, sequences, scalars. Refused with the line: anchors and
 * aliases (so nothing grows), tags (so nothing is constructed), duplicate keys, more than one document, more than
 * {@value #MAX_DEPTH} levels, {@value #MAX_NODES} nodes or {@value #MAX_CHARACTERS} characters.
 */
final class StrictYaml {
    static final int MAX_CHARACTERS = 65_536;
    static final int MAX_DEPTH = 12;
    static final int MAX_NODES = 5_000;

    private final String source;
    private final Iterator<Event> events;
    private int nodes;

    private StrictYaml(String text, String source) {
        this.source = source;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** @param source the file's name for messages */
    static YamlNode parse(String text, String source) {
        if (text.length() > MAX_CHARACTERS) {
            throw new BadInputException(
                    source + ": longer than " + MAX_CHARACTERS + " characters; a campaign file is a page or two");
        }
        try {
            return new StrictYaml(text, source).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new BadInputException(source + ":" + line + ": not valid YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new BadInputException(source + ": not valid YAML: " + e.getMessage(), e);
        }
    }

    private YamlNode document() {
        events.next(); // stream start
        Event first = events.next();
        if (first.getEventId() != Event.ID.DocumentStart) {
            throw new BadInputException(source + ": the file is empty");
        }
        YamlNode root = node(events.next(), 1);
        events.next(); // document end
        Event after = events.next();
        if (after.getEventId() != Event.ID.StreamEnd) {
            throw refuse(after, "a second document; one file holds one campaign");
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw refuse(event, "nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++nodes > MAX_NODES) {
            throw refuse(event, "more than " + MAX_NODES + " values");
        }
        if (event.getEventId() == Event.ID.Alias) {
            throw refuse(event, "aliases (*name) are not allowed; write the value out");
        }
        if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
            throw refuse(event, "anchors (&name) are not allowed; write the value out");
        }
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar.getTag().isPresent(), event);
            return new YamlNode.Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, line(event));
        }
        if (event instanceof SequenceStartEvent sequence) {
            refuseTag(sequence.getTag().isPresent(), event);
            return sequence(event, depth);
        }
        refuseTag(((MappingStartEvent) event).getTag().isPresent(), event);
        return mapping(event, depth);
    }

    private YamlNode sequence(Event start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new YamlNode.Sequence(items, line(start));
    }

    private YamlNode mapping(Event start, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(node(next, depth + 1) instanceof YamlNode.Scalar key)) {
                throw refuse(next, "a key must be a plain word");
            }
            YamlNode value = node(events.next(), depth + 1);
            if (entries.put(key.text(), new YamlNode.Entry(key.line(), value)) != null) {
                throw refuse(next, "duplicate key '" + shorten(key.text()) + "'");
            }
        }
        return new YamlNode.Mapping(entries, line(start));
    }

    private void refuseTag(boolean tagged, Event event) {
        if (tagged) {
            throw refuse(event, "tags (!name) are not allowed");
        }
    }

    private BadInputException refuse(Event event, String why) {
        return new BadInputException(source + ":" + line(event) + ": " + why);
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** Keeps a hostile word from filling the terminal. */
    static String shorten(String word) {
        String printable = word.replaceAll("\\p{C}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
    }
}
