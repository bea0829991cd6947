package floria.cli.verb;

import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script of fish, which picocli does not know. */
final class Fish {

    private Fish() {}

    static String script(String name, CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c " + name + " -f\n");
        String verbs = String.join(" ", root.getSubcommands().keySet());
        String atStart = "not __fish_seen_subcommand_from " + verbs;
        for (Map.Entry<String, CommandLine> verb : root.getSubcommands().entrySet()) {
            line(script, name, atStart, "-a " + verb.getKey(), header(verb.getValue()));
            String within = "__fish_seen_subcommand_from " + verb.getKey();
            if (takesFiles(verb.getValue())) {
                script.append("complete -c ").append(name);
                script.append(" -n ").append(quoted(within)).append(" -F\n");
            }
            verb.getValue()
                    .getSubcommands()
                    .forEach((sub, of) -> line(script, name, within, "-a " + sub, header(of)));
            for (OptionSpec option : verb.getValue().getCommandSpec().options()) {
                line(script, name, within, flags(option), first(option.description()));
            }
        }
        for (OptionSpec option : root.getCommandSpec().options()) {
            line(script, name, atStart, flags(option), first(option.description()));
        }
        return script.toString();
    }

    private static void line(
            StringBuilder script, String name, String when, String what, String description) {
        script.append("complete -c ").append(name);
        script.append(" -n ").append(quoted(when));
        script.append(' ').append(what);
        script.append(" -d ").append(quoted(description)).append('\n');
    }

    private static String flags(OptionSpec option) {
        StringBuilder flags = new StringBuilder();
        for (String flag : option.names()) {
            flags.append(
                    flag.startsWith("--") ? " -l " + flag.substring(2) : " -s " + flag.charAt(1));
        }
        if (option.arity().max() > 0) {
            flags.append(option.paramLabel().equals("FILE") ? " -r -F" : " -x");
        }
        return flags.substring(1);
    }

    private static boolean takesFiles(CommandLine verb) {
        return verb.getCommandSpec().positionalParameters().stream()
                .anyMatch(parameter ->
                        parameter.paramLabel().equals("FILE")
                                || verb.getCommandName().equals("cp"));
    }

    private static String header(CommandLine verb) {
        return first(verb.getCommandSpec().usageMessage().header());
    }

    private static String first(String[] texts) {
        return texts.length == 0 ? "" : texts[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
