package dev.suzaku.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Receipts as one JSON object a line, under the {@linkplain JsonNames names} of the record's components. */
public final class ReceiptJson {
    private static final int LINE_CHARACTERS_MAX = 16_384;
    private static final ObjectMapper MAPPER =
            JsonNames.mapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private ReceiptJson() {}

    /** The receipt in one line, without a line end. */
    public static String write(Receipt receipt) {
        try {
            return MAPPER.writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt cannot be written as JSON: " + receipt, e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when the line is not a receipt
     */
    public static Receipt read(String line) {
        if (line.length() > LINE_CHARACTERS_MAX) {
            throw new IllegalArgumentException("a receipt of " + line.length() + " characters is too long");
        }
        try {
            return MAPPER.readValue(line, Receipt.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a receipt: " + e.getOriginalMessage(), e);
        }
    }
}
