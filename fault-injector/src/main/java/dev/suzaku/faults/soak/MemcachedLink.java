package dev.suzaku.faults.soak;

import java.io.IOException;
import java.util.OptionalLong;

/** memcached's text protocol. */
final class MemcachedLink extends KeyValueLink {
    MemcachedLink(int port) throws IOException {
        super(port);
    }

    @Override
    void set(String key, long value) throws IOException {
        String text = Long.toString(value);
        send("set " + key + " 0 0 " + text.length() + "\r\n" + text + "\r\n");
        expect("STORED");
    }

    @Override
    long increment(String key) throws IOException {
        send("incr " + key + " 1\r\n");
        return number(line());
    }

    @Override
    OptionalLong get(String key) throws IOException {
        send("get " + key + "\r\n");
        String head = line();
        if (head.equals("END")) {
            return OptionalLong.empty();
        }
        if (!head.startsWith("VALUE " + key + " ")) {
            throw new SoakFailure("the server answered '" + head + "' to get " + key);
        }
        long value = number(line());
        expect("END");
        return OptionalLong.of(value);
    }
}
