package floria.cli.verb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.cli.Failure;

/**
 * A file of an instance, written as {@code DEPLOYMENT:NODE[.INDEX]:PATH}.
 *
 * @param path below the node's workspace unless it begins with a slash
 */
record Place(String deployment, String node, int index, String path) {
    private static final Pattern FORM = Pattern.compile("([^:/]+):([^:/]+):(.*)", Pattern.DOTALL);
    private static final Pattern INDEXED = Pattern.compile("(.+)\\.(\\d{1,6})");

    /** Whether the text means an instance and no local file. */
    static boolean isOne(String text) {
        return text.indexOf(':') > 0 && !text.startsWith(".") && !text.startsWith("/");
    }

    static Place parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw Failure.usage(
                    text + " names no file of an instance.",
                    "Write it as DEPLOYMENT:NODE:PATH, such as train-digits:training:model.joblib.");
        }
        Matcher indexed = INDEXED.matcher(form.group(2));
        return indexed.matches()
                ? new Place(
                        form.group(1),
                        indexed.group(1),
                        Integer.parseInt(indexed.group(2)),
                        form.group(3))
                : new Place(form.group(1), form.group(2), 0, form.group(3));
    }

    Place below(String name) {
        return new Place(deployment, node, index, path + name);
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return deployment + ":" + node + (index == 0 ? "" : "." + index) + ":" + path;
    }
}
