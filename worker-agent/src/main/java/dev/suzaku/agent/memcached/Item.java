package dev.suzaku.agent.memcached;

/**
 * A value with its token.
 *
 * @param value the bytes, read as ISO 8859-1, without the blanks that decr leaves at the end
 * @param token the CAS token, 0 when it was not asked for
 */
public record Item(String value, long token) {}
