package floria.cli.verb;

import java.util.concurrent.Callable;

import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.server.Servers;

/** What all verbs have: the choice between text and JSON, and the way to the server. */
public abstract class Verb implements Callable<Integer> {
    @Option(
            names = "--json",
            description = "Print one JSON object a line instead of text; errors too.")
    private boolean json;

    private final Surroundings around;

    Verb(Surroundings around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        return run().code();
    }

    /** Does it; what goes wrong comes out as a {@link floria.cli.Failure}. */
    abstract Exit run();

    final boolean json() {
        return json;
    }

    final Surroundings around() {
        return around;
    }

    final Screen screen() {
        return around.screen();
    }

    final Servers servers() {
        return new Servers(around);
    }

    final Api server() {
        return servers().connect();
    }

    final void print(JsonNode object) {
        screen().out().println(Json.line(object));
    }

    final void print(String line) {
        screen().out().println(line);
    }
}
