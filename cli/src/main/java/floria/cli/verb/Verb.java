package floria.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Api;
import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.server.Servers;

/**
 * What all verbs have: the choice between text and JSON, and the way to the server.
 *
 * <p>Options are declared by calls and not by annotations: to read annotations takes the parser a
 * hundred milliseconds, which is more than many a verb needs for all the rest.
 */
public abstract class Verb implements Callable<Integer> {
    private final Surroundings around;
    private final CommandSpec spec;
    private Supplier<Boolean> json = () -> false;

    Verb(Surroundings around, String name, String header) {
        this.around = around;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(name);
        spec.usageMessage().header(header);
    }

    /** The verb as the parser takes it. */
    public final CommandLine line() {
        json = flag("Print one JSON object a line instead of text; errors too.", "--json");
        return new CommandLine(spec);
    }

    @Override
    public final Integer call() {
        return run().code();
    }

    /** Does it; what goes wrong comes out as a {@link floria.cli.Failure}. */
    abstract Exit run();

    /** Paragraphs below the synopsis. */
    final void explain(String... paragraphs) {
        List<String> lines = new ArrayList<>(List.of(paragraphs));
        lines.addFirst("");
        spec.usageMessage().description(lines.toArray(String[]::new));
    }

    /** Command lines that teach. */
    final void examples(String... examples) {
        List<String> lines = new ArrayList<>(List.of("", "Examples:"));
        for (String example : examples) {
            lines.add("  " + example);
        }
        spec.usageMessage().footer(lines.toArray(String[]::new));
    }

    /** An option that is there or not. */
    final Supplier<Boolean> flag(String description, String... names) {
        OptionSpec option =
                OptionSpec.builder(names).type(boolean.class).description(description).build();
        spec.addOption(option);
        return () -> Boolean.TRUE.equals(option.getValue());
    }

    /** An option with a value. */
    final Supplier<Optional<String>> option(String label, String description, String... names) {
        OptionSpec option =
                OptionSpec.builder(names)
                        .type(String.class)
                        .paramLabel(label)
                        .description(description)
                        .build();
        spec.addOption(option);
        return () -> Optional.ofNullable(option.getValue());
    }

    /** An option with a value, as often as needed. */
    final Supplier<List<String>> options(String label, String description, String... names) {
        OptionSpec option =
                OptionSpec.builder(names)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel(label)
                        .description(description)
                        .build();
        spec.addOption(option);
        return () -> Optional.<List<String>>ofNullable(option.getValue()).orElse(List.of());
    }

    /** The next word, which must be there. */
    final Supplier<String> argument(String label, String description, String... candidates) {
        PositionalParamSpec.Builder builder = positional(label, description).arity("1");
        if (candidates.length > 0) {
            builder.completionCandidates(List.of(candidates));
        }
        PositionalParamSpec argument = builder.type(String.class).build();
        spec.addPositional(argument);
        return argument::getValue;
    }

    /** The next word, if there is one. */
    final Supplier<Optional<String>> optionalArgument(String label, String description) {
        PositionalParamSpec argument =
                positional(label, description).arity("0..1").type(String.class).build();
        spec.addPositional(argument);
        return () -> Optional.ofNullable(argument.getValue());
    }

    /** All words that are left, at least one. */
    final Supplier<List<String>> arguments(String label, String description) {
        PositionalParamSpec arguments =
                PositionalParamSpec.builder()
                        .paramLabel(label)
                        .description(description)
                        .index(spec.positionalParameters().size() + "..*")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .build();
        spec.addPositional(arguments);
        return () -> Optional.<List<String>>ofNullable(arguments.getValue()).orElse(List.of());
    }

    final boolean json() {
        return json.get();
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

    final CommandSpec spec() {
        return spec;
    }

    final void print(JsonNode object) {
        screen().out().println(Json.line(object));
    }

    final void print(String line) {
        screen().out().println(line);
    }

    private PositionalParamSpec.Builder positional(String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .description(description)
                .index(String.valueOf(spec.positionalParameters().size()));
    }
}
