package floria.tosca.archive;

/** An archive that is not unpacked. The message says why, and goes into a problem. */
final class BadArchive extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String hint;

    BadArchive(String code, String message, String hint) {
        super(message, null, false, false);
        this.code = code;
        this.hint = hint;
    }

    static BadArchive unreadable(String reason) {
        return new BadArchive(
                "unreadable-archive",
                "this archive cannot be read: " + reason,
                "pack it again as zip, tar or tar.gz");
    }

    static BadArchive tooLarge(String what) {
        return new BadArchive(
                "archive-too-large",
                "this archive " + what,
                "pack the template and its scripts; let operations fetch data themselves");
    }

    String code() {
        return code;
    }

    String hint() {
        return hint;
    }
}
