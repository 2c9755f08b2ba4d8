package dev.suzaku.coordinator.bench;

import java.util.Locale;

/** A picture of lines, dots and words on white. Not thread-safe. */
public final class Svg {
    private final StringBuilder svg = new StringBuilder();

    public Svg(int width, int height) {
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">\n",
                width, height));
        svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height));
    }

    public void line(double x1, double y1, double x2, double y2, String color, int width) {
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>\n",
                x1, y1, x2, y2, color, width));
    }

    /** A dot; a hollow one where what it shows is not a whole measurement. */
    public void dot(double x, double y, String color, boolean hollow) {
        String paint = hollow ? format("fill=\"white\" stroke=\"%s\"", color) : format("fill=\"%s\"", color);
        svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" %s/>\n", x, y, paint));
    }

    public void text(double x, double y, String words) {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\">%s</text>\n", x, y, escaped));
    }

    /** The whole picture. */
    public String render() {
        return svg + "</svg>\n";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
