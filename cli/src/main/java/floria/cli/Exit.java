package floria.cli;

/** The exit codes of the command. They are documented, and never change their meaning. */
public enum Exit {
    OK(0, "everything went well"),
    INTERNAL(1, "a fault of Floria itself"),
    USAGE(2, "the command line makes no sense"),
    INVALID_TEMPLATE(3, "the template or its inputs have errors"),
    NO_PLACEMENT(4, "no site satisfies the template"),
    DEPLOYMENT_FAILED(5, "the deployment ended otherwise than asked for"),
    CONFLICT(6, "the name is taken, or the deployment is in the wrong state"),
    NOT_FOUND(7, "there is no such deployment, node, output or file"),
    UNREACHABLE(8, "the server, a site or an address cannot be reached"),
    INTERRUPTED(130, "interrupted by Ctrl-C; what runs on the server goes on");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
