package floria.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import floria.cli.api.Json;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentsTest {
    @TempDir private Path folder;

    @Test
    void namesTheVerbThatWasProbablyMeant() {
        Command.Outcome outcome = command().run("upp", "x.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("There is no verb upp.", "Did you mean up");
    }

    @Test
    void withoutAVerbTheHelpIsShown() {
        Command.Outcome outcome = command().run();

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("Verbs:", "Examples:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "plan",
                "validate",
                "fetch",
                "ls",
                "show",
                "logs",
                "events",
                "outputs",
                "cp",
                "down",
                "cancel",
                "sites",
                "offers",
                "webhooks",
                "portal",
                "serve",
                "server",
                "completion",
                "exit-codes"
            })
    void everyVerbTeachesWithExamples(String verb) {
        Command.Outcome outcome = command().run(verb, "--help");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("Usage: floria " + verb, "Examples:", "  floria ");
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void unknownOptionsAreJsonWhereJsonIsAskedFor() {
        Command.Outcome outcome = command().run("ls", "--bogus", "--json");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(Json.text(Json.parse(outcome.out()).path("error"), "message"))
                .contains("--bogus");
    }

    @Test
    void refusesAnInputWithoutAName() throws IOException {
        Files.writeString(folder.resolve("t.yaml"), Scripts.TEMPLATE);

        Command.Outcome outcome = command().run("plan", "t.yaml", "-i", "=4");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("Not an input: =4.", "-i cpus=4");
    }

    @Test
    void tellsWhereAFileOfInputsIsNotYaml() throws IOException {
        Files.writeString(folder.resolve("t.yaml"), Scripts.TEMPLATE);
        Files.writeString(folder.resolve("in.yaml"), "a: 1\nb: [1\n");

        Command.Outcome outcome = command().run("plan", "t.yaml", "--inputs", "in.yaml");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("in.yaml:3:1 are not YAML");
    }

    @Test
    void aCopyNeedsOneEndOnAnInstance() {
        assertThat(command().run("cp", "a", "b").err()).contains("must be on an instance");
        assertThat(command().run("cp", "d:n", "b").err()).contains("names no file of an instance");
        assertThat(command().run("cp", "./a:b:c", "./d:e:f").code()).isEqualTo(Exit.USAGE.code());
    }

    @Test
    void aRemoteServerNeedsItsToken() {
        Command.Outcome outcome = command().with("FLORIA_URL", "http://127.0.0.1:1").run("ls");

        assertThat(outcome.code()).isEqualTo(Exit.USAGE.code());
        assertThat(outcome.err()).contains("FLORIA_TOKEN is not");
    }

    @Test
    void theAddressOfARemoteServerMustBeOne() {
        assertThat(command().with("FLORIA_URL", "floria.example.org").run("ls").err())
                .contains("not the address of a server: floria.example.org");
    }

    @Test
    void listsTheExitCodes() {
        List<String> lines = command().run("exit-codes").out().lines().toList();

        assertThat(lines).hasSize(Exit.values().length + 1);
        assertThat(lines).contains("3     " + Exit.INVALID_TEMPLATE.meaning());
    }

    @Test
    void printsCompletionScripts() {
        assertThat(command().run("completion", "bash").out()).contains("complete -F");
        assertThat(command().run("completion", "zsh").out()).contains("bashcompinit");
        assertThat(command().run("completion", "fish").out())
                .contains("-a validate -d 'Check templates: every mistake")
                .contains("'__fish_seen_subcommand_from down' -l keep-data");
        assertThat(command().run("completion", "tcsh").code()).isEqualTo(Exit.USAGE.code());
    }

    private Command command() {
        return new Command(folder);
    }
}
