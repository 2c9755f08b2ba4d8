package dev.suzaku.coordinator.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.suzaku.coordinator.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads campaign files. Every mistake is a {@link BadInputException} with file and line. */
public final class CampaignFile {
    /** The published schema, on the class path. */
    public static final String SCHEMA_RESOURCE = "/dev/suzaku/coordinator/campaign.schema.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private CampaignFile() {}

    /** The file's text, at most {@value StrictYaml#MAX_CHARACTERS} bytes. */
    public static String text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadInputException("campaign " + file + ": no such file");
            }
            if (Files.size(file) > StrictYaml.MAX_CHARACTERS) {
                throw new BadInputException(
                        "campaign " + file + ": larger than " + StrictYaml.MAX_CHARACTERS + " bytes");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BadInputException("campaign " + file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new BadInputException("campaign " + file + ": not UTF-8 text", e);
        } catch (IOException e) {
            throw new BadInputException("campaign " + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param source the file's name for messages */
    public static CampaignDocument parse(String text, String source) {
        JsonNode document = new SchemaRules(schema(), source).check(StrictYaml.parse(text, source));
        try {
            return JSON.treeToValue(document, CampaignDocument.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the schema allows what the records do not hold: " + e.getOriginalMessage(), e);
        }
    }

    /** The published schema. */
    public static JsonNode schema() {
        try (InputStream in = CampaignFile.class.getResourceAsStream(SCHEMA_RESOURCE)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the class path lacks " + SCHEMA_RESOURCE, e);
        }
    }
}
