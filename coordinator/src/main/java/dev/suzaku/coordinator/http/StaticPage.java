package dev.suzaku.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The built files of the page, from {@code web-ui/} on the class path. Names are plain: no dots at the start, no way up. */
final class StaticPage {
    private static final Pattern PATH =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");
    private static final int MAX_BYTES = 8 * 1024 * 1024;
    private static final String HTML = "text/html; charset=UTF-8";
    private static final Map<String, String> TYPES = Map.of(
            "html", HTML,
            "js", "text/javascript; charset=UTF-8",
            "css", "text/css; charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=UTF-8");
    private static final String NOT_BUILT =
            "<!doctype html><title>Suzaku</title><p>The page is not built. Run: <code>mvn -pl web-ui"
                    + " -Pweb package</code> (needs node 20.19 or newer and npm). The API answers at /api/campaigns.";

    /** @param path without the leading slash; empty for the start page */
    Answer get(String path) {
        String name = path.isEmpty() ? "index.html" : path;
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (!PATH.matcher(name).matches() || type == null) {
            return Answer.error(404, "no such page");
        }
        try (InputStream in = StaticPage.class.getClassLoader().getResourceAsStream("web-ui/" + name)) {
            if (in != null) {
                return Answer.page(type, in.readNBytes(MAX_BYTES));
            }
        } catch (IOException e) {
            return Answer.error(500, "the page's file " + name + " cannot be read");
        }
        return path.isEmpty()
                ? Answer.page(HTML, NOT_BUILT.getBytes(StandardCharsets.UTF_8))
                : Answer.error(404, "no such page");
    }
}
