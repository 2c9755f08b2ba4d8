package dev.suzaku.cli;

import picocli.CommandLine.IVersionProvider;

/** The build's version, from the jar's manifest where there is one. */
final class SuzakuVersion implements IVersionProvider {
    static String text() {
        String version = Suzaku.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"suzaku " + text()};
    }
}
