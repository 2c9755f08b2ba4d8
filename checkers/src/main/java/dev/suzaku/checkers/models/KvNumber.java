package dev.suzaku.checkers.models;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * What memcached takes for a number when it counts: blanks, a sign, decimal digits of an unsigned 64-bit number, and then
 * the end, a blank or a NUL, whatever follows. A negative number counts modulo 2^64, unless that is 2^63 or more.
 */
final class KvNumber {
    private static final String BLANKS = " \t\n\u000b\f\r";
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);
    /** Digits after which any number is too large, unless it begins with zeros. */
    private static final int DIGITS_MAX = 20;

    private KvNumber() {}

    /** The unsigned 64 bits; empty when memcached calls the text non-numeric. */
    static OptionalLong of(String text) {
        int from = 0;
        while (from < text.length() && blank(text.charAt(from))) {
            from++;
        }
        boolean negative = from < text.length() && text.charAt(from) == '-';
        if (negative || from < text.length() && text.charAt(from) == '+') {
            from++;
        }
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        boolean ends = end == text.length() || blank(text.charAt(end)) || text.charAt(end) == 0;
        return end == from || !ends ? OptionalLong.empty() : unsigned(text.substring(from, end), negative);
    }

    private static boolean blank(char each) {
        return BLANKS.indexOf(each) >= 0;
    }

    private static OptionalLong unsigned(String digits, boolean negative) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        if (digits.length() - zeros > DIGITS_MAX) {
            return OptionalLong.empty();
        }
        BigInteger number = new BigInteger(digits.substring(zeros));
        if (number.compareTo(LIMIT) >= 0) {
            return OptionalLong.empty();
        }
        long bits = negative ? -number.longValue() : number.longValue();
        return negative && bits < 0 ? OptionalLong.empty() : OptionalLong.of(bits);
    }
}
