package floria.site.shell;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import floria.site.Fault;
import floria.site.Fault.Kind;
import floria.site.Fault.Scope;
import floria.site.SiteException;

/**
 * An environment as a script that exports it. It is only ever sent over standard input: whoever
 * looks at the processes of the machine, or at its disk, does not see it.
 */
public final class Settings {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** A script that was cut off does not end so, and is not run. */
    private static final String END = ": end";

    private Settings() {}

    /** A script that exports the variables, whatever their values are. */
    public static byte[] script(Map<String, String> environment) {
        StringBuilder script = new StringBuilder();
        new TreeMap<>(environment)
                .forEach((name, value) ->
                        script.append("export ")
                                .append(checked(name, value))
                                .append('=')
                                .append(quoted(value))
                                .append('\n'));
        return script.append(END).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The text as one word of a POSIX shell. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String checked(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw refusal(
                    "The environment variable '" + name + "' has a name that no shell can pass on.",
                    "Use letters, digits and underscores only, such as '"
                            + name.replaceAll("[^A-Za-z0-9_]", "_")
                            + "'.");
        }
        if (value.indexOf('\0') >= 0) {
            throw refusal(
                    "The environment variable '" + name + "' has a NUL character in its value.",
                    "Pass binary data in a file, or encode it.");
        }
        return name;
    }

    private static SiteException refusal(String message, String hint) {
        return new SiteException(Fault.of(Kind.INVALID, Scope.RESOURCE, message, hint));
    }
}
