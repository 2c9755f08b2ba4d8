package dev.suzaku.coordinator.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.campaign.CampaignPlan;
import dev.suzaku.coordinator.campaign.PlannedRun;
import dev.suzaku.coordinator.grading.ResultJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of all campaigns. Many processes may read and create campaigns in it at the same time. */
public final class RunStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
    private static final int MAX_CAMPAIGNS_LISTED = 1_000;

    private final Path root;
    private final Clock clock;

    /** @param root made when it is absent */
    public static RunStore open(Path root, Clock clock) {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new BadInputException("store " + root + ": cannot be made a directory: " + e, e);
        }
        if (!Files.isWritable(root)) {
            throw new BadInputException("store " + root + ": not writable");
        }
        return new RunStore(root.toAbsolutePath().normalize(), clock);
    }

    private RunStore(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    public Path root() {
        return root;
    }

    /**
     * Makes the directories of a campaign and its runs, with everything known before the start, and points {@code current} at it.
     *
     * @param text the campaign file as given
     * @param command what repeats the campaign
     */
    public CampaignDirectory create(CampaignPlan plan, String text, String command, ObjectNode env) {
        try {
            CampaignDirectory campaign = new CampaignDirectory(freshDirectory(plan));
            JsonFile.writeText(campaign.file("campaign.yaml"), text);
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("campaign", plan.campaign())
                    .put("seed", plan.seed())
                    .put("bugs_planted", plan.bugsPlanted())
                    .put("started_epoch_ms", clock.millis())
                    .put("command", command);
            json.set("owner", Owner.self().json());
            for (PlannedRun run : plan.runs()) {
                RunDirectory directory =
                        new RunDirectory(Files.createDirectory(campaign.path().resolve(run.id())));
                directory.writeSpec(run);
                directory.writeEnv(env);
                json.withArray("runs").add(ResultJson.planned(run));
            }
            JsonFile.write(campaign.file("campaign.json"), json);
            link("current", campaign);
            return campaign;
        } catch (IOException e) {
            throw new UncheckedIOException("store " + root + ": cannot make the campaign's directories: " + e, e);
        }
    }

    /** Points {@code latest} at a campaign that has ended, and takes {@code current} away if it points there too. */
    public void finish(CampaignDirectory campaign) {
        try {
            link("latest", campaign);
            Path current = root.resolve("current");
            if (Files.isSymbolicLink(current)
                    && Files.readSymbolicLink(current).toString().equals(campaign.id())) {
                Files.deleteIfExists(current);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("store " + root + ": cannot move its links: " + e, e);
        }
    }

    /** Newest first, at most {@value #MAX_CAMPAIGNS_LISTED}; whatever else lies in the folder is left out. */
    public List<CampaignDirectory> campaigns() {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(CampaignDirectory::new)
                    .filter(CampaignDirectory::isCampaign)
                    .sorted(Comparator.comparingLong(CampaignDirectory::startedEpochMillis)
                            .reversed())
                    .limit(MAX_CAMPAIGNS_LISTED)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("store " + root + ": cannot be listed: " + e, e);
        }
    }

    public Optional<CampaignDirectory> campaign(String id) {
        return child(root, id).map(CampaignDirectory::new).filter(CampaignDirectory::isCampaign);
    }

    /** A directory of this name right below the parent; no separators, no leading dot, no links. */
    static Optional<Path> child(Path parent, String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return Optional.of(parent.resolve(name)).filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    }

    private Path freshDirectory(CampaignPlan plan) throws IOException {
        String name = plan.campaign() + "-" + TIME.format(clock.instant()) + "-" + Long.toHexString(plan.seed());
        for (int i = 1; i < 1_000; i++) {
            try {
                return Files.createDirectory(root.resolve(i == 1 ? name : name + "-" + i));
            } catch (FileAlreadyExistsException e) {
                continue; // another process began the same campaign in the same second
            }
        }
        throw new FileAlreadyExistsException(name);
    }

    private void link(String name, CampaignDirectory campaign) throws IOException {
        Path aside = root.resolve("." + name + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(aside);
        Files.createSymbolicLink(aside, Path.of(campaign.id()));
        Files.move(aside, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
