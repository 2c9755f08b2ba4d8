package dev.suzaku.coordinator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.suzaku.coordinator.BadInputException;
import dev.suzaku.coordinator.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignFileTest {
    private static final String HOSTILE = "{}[]:,-#&*!|>'\"%@` \n\tx9\0";

    @Test
    void a_campaign_is_read_with_the_schemas_defaults() {
        CampaignDocument campaign = CampaignFile.parse(Samples.CAMPAIGN, "sample.yaml");

        assertThat(campaign.campaign()).isEqualTo("sample");
        assertThat(campaign.targets().get(0).threads()).isEqualTo(4);
        assertThat(campaign.workloads().get(0).valueBytes()).isEqualTo(new CampaignDocument.Range(16, 100));
        assertThat(campaign.require().condition()).isEqualTo("durable");
        assertThat(campaign.limits().checkMillis()).isEqualTo(60_000);
        assertThat(campaign.controls()).hasSize(2);
    }

    @Test
    void the_demo_asks_for_what_it_promises() throws Exception {
        Path demo = Path.of("../examples/memcached.yaml");
        CampaignDocument campaign = CampaignFile.parse(CampaignFile.text(demo), demo.toString());

        CampaignDocument.Cuts cuts = campaign.cutPlans().get(0);
        assertThat(campaign.workloads().get(0).clients()).isEqualTo(8);
        assertThat(cuts.cuts()).isGreaterThanOrEqualTo(20);
        assertThat(cuts.operationsBetween().min()).isGreaterThanOrEqualTo(1_000);
        assertThat(cuts.cuts() * cuts.operationsBetween().min()).isGreaterThanOrEqualTo(100_000);
        assertThat(campaign.require().operations()).isGreaterThanOrEqualTo(100_000);
        assertThat(campaign.require().cutsWithInFlight()).isGreaterThanOrEqualTo(15);
        assertThat(campaign.require().threadsInUser()).isPositive();
        assertThat(campaign.require().threadsInKernel()).isPositive();
        assertThat(campaign.controls())
                .extracting(CampaignDocument.Control::plant)
                .containsExactly("no-persistence", "lossy-cuts", "stale-register", "stale-table-entry", "stale-reads");
    }

    @Test
    void an_unknown_key_is_refused_with_its_line_and_the_known_ones() {
        refused(
                Samples.CAMPAIGN.replace("workloads:", "surprise: 1\nworkloads:"),
                "sample.yaml:4: unknown key 'surprise'");
        refused(Samples.CAMPAIGN.replace("clients: 4", "clients: 4, client: 5"), "sample.yaml:5: unknown key 'client'");
    }

    @Test
    void a_duplicate_key_is_refused_with_its_line() {
        refused(Samples.CAMPAIGN + "repeat: 1\nrepeat: 2\n", "sample.yaml:13: duplicate key 'repeat'");
    }

    @Test
    void types_outside_the_allow_list_are_refused() {
        refused(
                Samples.CAMPAIGN.replace("type: memcached", "type: java.lang.Runtime"),
                ":3: 'type' must be one of memcached");
        refused(Samples.CAMPAIGN.replace("type: mixed", "type: shell"), ":5: 'type' must be one of mixed");
    }

    @Test
    void values_of_the_wrong_kind_or_size_are_refused() {
        refused(Samples.CAMPAIGN.replace("clients: 4", "clients: many"), ":5: 'clients' must be a whole number");
        refused(Samples.CAMPAIGN.replace("clients: 4", "clients: 257"), "between 1 and 256");
        refused(Samples.CAMPAIGN.replace("clients: 4", "clients: [4]"), "must be a single value");
        refused(Samples.CAMPAIGN.replace("cuts: 2", "cuts: 99999999999999999999999"), "must be a whole number");
        refused(Samples.CAMPAIGN.replace("campaign: sample", "campaign: ../../etc"), ":1: 'campaign' must match");
        refused(Samples.CAMPAIGN.replace("campaign: sample\n", ""), "needs the key 'campaign'");
        refused("[]", "the campaign must be a mapping");
        refused("", "the file is empty");
    }

    @Test
    void the_dangerous_parts_of_yaml_are_refused() {
        refused("a: &x [1]\nb: *x\n", "sample.yaml:1: anchors");
        refused("a: *x\n", "aliases");
        refused("a: !!javax.script.ScriptEngineManager []\n", "tags");
        refused("a: 1\n---\nb: 2\n", "a second document");
        refused("? [a]\n: 1\n", "a key must be a plain word");
        refused("a: [".repeat(5_000), "nested deeper than");
        refused("a: [1", "not valid YAML");
        refused("[".repeat(5_000) + "]".repeat(5_000), "nested deeper than");
        refused("a: [" + "1,".repeat(10_000) + "1]", "more than 5000 values");
        refused("#".repeat(70_000), "longer than 65536 characters");
        refused("a: \"unterminated", "sample.yaml:1: not valid YAML");
    }

    @Test
    void a_hostile_word_is_shown_shortened_and_printable() {
        assertThatThrownBy(() -> CampaignFile.parse("\"\\u001b[2J" + "x".repeat(500) + "\": 1\n", "f"))
                .isInstanceOf(BadInputException.class)
                .hasMessageNotContaining("\u001b")
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(400);
    }

    @Test
    void a_thousand_damaged_campaigns_are_read_or_refused_but_never_break_the_reader() {
        SplittableRandom random = new SplittableRandom(20261123);
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder(Samples.CAMPAIGN);
            for (int j = 0; j <= random.nextInt(4); j++) {
                text.setCharAt(random.nextInt(text.length()), HOSTILE.charAt(random.nextInt(HOSTILE.length())));
            }
            try {
                CampaignPlan.of(CampaignFile.parse(text.toString(), "damaged"), 1, true);
            } catch (BadInputException e) {
                refused++;
                assertThat(e.getMessage()).doesNotContain("\n");
            }
        }
        assertThat(refused).isBetween(300, 999);
    }

    @Test
    void a_file_that_is_missing_too_large_or_not_text_is_bad_input(@TempDir Path folder) throws Exception {
        Path large = Files.write(folder.resolve("large.yaml"), new byte[70_000]);
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> CampaignFile.text(folder.resolve("none.yaml"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CampaignFile.text(folder)).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CampaignFile.text(large)).hasMessageContaining("larger than");
        assertThatThrownBy(() -> CampaignFile.text(binary)).hasMessageContaining("not UTF-8");
    }

    private static void refused(String text, String because) {
        assertThatThrownBy(() -> CampaignFile.parse(text, "sample.yaml"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(because);
    }
}
