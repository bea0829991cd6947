package floria.cli.screen;

/**
 * Puts colour around text, or leaves it as it is.
 *
 * @param enabled whether the reader understands escape sequences and wants them
 */
public record Style(boolean enabled) {

    public String bold(String text) {
        return paint("1", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String red(String text) {
        return paint("31", text);
    }

    public String green(String text) {
        return paint("32", text);
    }

    public String yellow(String text) {
        return paint("33", text);
    }

    public String cyan(String text) {
        return paint("36", text);
    }

    /** In the colour that goes with a state of a deployment, a node, a run or a step. */
    public String state(String state) {
        return switch (state) {
            case "running", "started", "succeeded", "ok" -> green(state);
            case "failed", "error", "delete_failed" -> red(state);
            case "cancelled", "data_kept", "retrying" -> yellow(state);
            case "deleted", "skipped", "initial", "pending" -> faint(state);
            default -> cyan(state);
        };
    }

    private String paint(String code, String text) {
        return enabled && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
