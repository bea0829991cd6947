package floria.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import floria.cli.api.Json;
import floria.cli.screen.Screen;
import floria.cli.screen.Style;
import floria.cli.verb.Apply;
import floria.cli.verb.Cancel;
import floria.cli.verb.Completion;
import floria.cli.verb.Compose;
import floria.cli.verb.Cp;
import floria.cli.verb.Detect;
import floria.cli.verb.Diff;
import floria.cli.verb.Down;
import floria.cli.verb.Events;
import floria.cli.verb.ExitCodes;
import floria.cli.verb.Failures;
import floria.cli.verb.Fetch;
import floria.cli.verb.Fmt;
import floria.cli.verb.Heal;
import floria.cli.verb.Logs;
import floria.cli.verb.Ls;
import floria.cli.verb.Lsp;
import floria.cli.verb.Migrate;
import floria.cli.verb.Move;
import floria.cli.verb.Offers;
import floria.cli.verb.Outputs;
import floria.cli.verb.Plan;
import floria.cli.verb.Portal;
import floria.cli.verb.Revisions;
import floria.cli.verb.Rollback;
import floria.cli.verb.Run;
import floria.cli.verb.Scale;
import floria.cli.verb.Serve;
import floria.cli.verb.ServerVerbs;
import floria.cli.verb.Show;
import floria.cli.verb.Sites;
import floria.cli.verb.Skip;
import floria.cli.verb.Steer;
import floria.cli.verb.Up;
import floria.cli.verb.Update;
import floria.cli.verb.Usage;
import floria.cli.verb.Validate;
import floria.cli.verb.Webhooks;

/** The {@code floria} command. */
public final class FloriaCli {
    private static final String JSON = "--json";
    private static final int WIDEST_HELP = 100;

    private final Surroundings around;

    public FloriaCli(Surroundings around) {
        this.around = around;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * <p>The script that starts it says with system properties what it alone knows: {@code
     * floria.terminals} (which of {@code out} and {@code err} are terminals) and {@code
     * floria.server.arguments} (a file of arguments for {@code java} that starts a server).
     */
    public static void main(String[] arguments) {
        String terminals = System.getProperty("floria.terminals", "");
        Screen screen =
                Screen.ofProcess(
                        terminals.contains("out"), terminals.contains("err"), System.getenv());
        System.exit(new FloriaCli(ofProcess(screen)).run(arguments));
    }

    /** What this process was started with. */
    static Surroundings ofProcess(Screen screen) {
        Optional<Path> server =
                Optional.ofNullable(System.getProperty("floria.server.arguments")).map(Path::of);
        return new Surroundings(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                screen,
                InstantSource.system(),
                server.map(FloriaCli::serverCommand).orElse(List.of()),
                server.flatMap(FloriaCli::modified));
    }

    /** Runs one command line and returns its exit code. */
    public int run(String... arguments) {
        boolean json = Arrays.asList(arguments).contains(JSON);
        CommandLine line = line(arguments);
        if (arguments.length == 0) {
            line.usage(line.getErr());
            return Exit.USAGE.code();
        }
        line.setExecutionExceptionHandler((e, _, _) -> failed(e, json));
        line.setParameterExceptionHandler((e, _) -> misunderstood(e, json));
        return line.execute(arguments);
    }

    /**
     * The command with its verbs. Where the first word names one, the others are left out: to make
     * them all takes its time.
     */
    private CommandLine line(String... arguments) {
        Screen screen = around.screen();
        CommandLine line = new CommandLine(root());
        Map<String, Supplier<CommandLine>> verbs = verbs();
        Supplier<CommandLine> only =
                arguments.length == 0 || arguments[0].equals("completion")
                        ? null
                        : verbs.get(arguments[0]);
        if (only == null) {
            verbs.forEach((name, verb) -> line.addSubcommand(name, verb.get()));
        } else {
            line.addSubcommand(arguments[0], only.get());
        }
        helpful(line);
        line.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-V", "--version")
                                .versionHelp(true)
                                .description("Print the version.")
                                .build())
                .version("floria " + version());
        line.setOut(writer(screen.out()));
        line.setErr(writer(screen.err()));
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(screen.style().enabled() ? Ansi.ON : Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static CommandSpec root() {
        CommandSpec spec = CommandSpec.create().name("floria");
        spec.usageMessage()
                .header("Takes a TOSCA template to a running service, and down again.")
                .synopsisSubcommandLabel("VERB")
                .commandListHeading("%nVerbs:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Examples:",
                        "  floria up examples/notebook.yaml     bring it up, print its URL",
                        "  floria ls                            what is there",
                        "  floria logs -f notebook              what it prints",
                        "  floria down notebook                 take it down",
                        "",
                        "`floria VERB --help` has more on each verb, `floria exit-codes` what the"
                                + " exit codes mean.",
                        "FLORIA_URL and FLORIA_TOKEN name a server; without them a private one is"
                                + " started.");
        return spec;
    }

    private Map<String, Supplier<CommandLine>> verbs() {
        Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();
        verbs.put("up", () -> new Up(around).line());
        verbs.put("plan", () -> new Plan(around).line());
        verbs.put("validate", () -> new Validate(around).line());
        verbs.put("fetch", () -> new Fetch(around).line());
        verbs.put("fmt", () -> new Fmt(around).line());
        verbs.put("diff", () -> new Diff(around).line());
        verbs.put("compose", () -> new Compose(around).line());
        verbs.put("migrate", () -> new Migrate(around).line());
        verbs.put("lsp", () -> new Lsp(around).line());
        verbs.put("ls", () -> new Ls(around).line());
        verbs.put("show", () -> new Show(around).line());
        verbs.put("logs", () -> new Logs(around).line());
        verbs.put("events", () -> new Events(around).line());
        verbs.put("outputs", () -> new Outputs(around).line());
        verbs.put("cp", () -> new Cp(around).line());
        verbs.put("down", () -> new Down(around).line());
        verbs.put("update", () -> new Update(around).line());
        verbs.put("scale", () -> new Scale(around).line());
        verbs.put("rollback", () -> new Rollback(around).line());
        verbs.put("run", () -> new Run(around).line());
        verbs.put("heal", () -> new Heal(around).line());
        verbs.put("move", () -> new Move(around).line());
        verbs.put("apply", () -> new Apply(around).line());
        verbs.put("revisions", () -> new Revisions(around).line());
        verbs.put("cancel", () -> new Cancel(around).line());
        verbs.put("pause", () -> Steer.pause(around).line());
        verbs.put("resume", () -> Steer.resume(around).line());
        verbs.put("retry", () -> Steer.retry(around).line());
        verbs.put("skip", () -> new Skip(around).line());
        verbs.put(
                "sites",
                () -> new Sites(around).line().addSubcommand("detect", new Detect(around).line()));
        verbs.put("offers", () -> new Offers(around).line());
        verbs.put("usage", () -> new Usage(around).line());
        verbs.put("webhooks", () -> Webhooks.line(around));
        verbs.put("portal", () -> new Portal(around).line());
        verbs.put("serve", () -> new Serve(around).line());
        verbs.put("server", () -> ServerVerbs.line(around));
        verbs.put("completion", () -> new Completion(around).line());
        verbs.put("exit-codes", () -> new ExitCodes(around).line());
        return verbs;
    }

    /** Every command has help, as wide as the terminal, and never hides a typing error. */
    private static void helpful(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        spec.usageMessage().sortOptions(false).width(WIDEST_HELP).abbreviateSynopsis(true);
        line.getSubcommands().values().forEach(FloriaCli::helpful);
    }

    private int failed(Exception e, boolean json) {
        if (e instanceof Failure failure) {
            return tell(failure, json);
        }
        if ("1".equals(around.variable("FLORIA_DEBUG").orElse(""))) {
            e.printStackTrace(around.screen().err());
        }
        return tell(
                new Failure(
                        Exit.INTERNAL,
                        "internal",
                        "Floria has a fault: " + e,
                        "Please report it, with what FLORIA_DEBUG=1 prints in front of this."),
                json);
    }

    private int misunderstood(ParameterException e, boolean json) {
        CommandLine at = e.getCommandLine();
        String command = at.getCommandSpec().qualifiedName(" ");
        String message =
                e.getMessage() == null ? "The command line makes no sense" : e.getMessage();
        List<String> meant = List.of();
        if (e instanceof UnmatchedArgumentException unmatched) {
            meant = unmatched.getSuggestions();
            if (!at.getSubcommands().isEmpty() && !unmatched.isUnknownOption()) {
                message = "There is no verb " + unmatched.getUnmatched().getFirst();
            }
        }
        List<String> hints = new ArrayList<>();
        if (!meant.isEmpty()) {
            hints.add("Did you mean " + String.join(" or ", meant) + "?");
        }
        hints.add("`" + command + " --help` says how it is used.");
        return tell(Failure.usage(sentence(message), String.join(" ", hints)), json);
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private int tell(Failure failure, boolean json) {
        Screen screen = around.screen();
        if (json) {
            screen.out().println(Json.line(Failures.json(failure)));
        } else {
            Style style = screen.errorStyle();
            Failures.print(screen.err(), style, screen, failure);
        }
        return failure.exit().code();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static String version() {
        return Optional.ofNullable(FloriaCli.class.getPackage().getImplementationVersion())
                .orElse("(unpackaged)");
    }

    private static List<String> serverCommand(Path arguments) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "@" + arguments);
    }

    private static Optional<Instant> modified(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }
}
