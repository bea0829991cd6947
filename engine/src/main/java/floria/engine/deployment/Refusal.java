package floria.engine.deployment;

import java.util.List;
import java.util.Optional;

import floria.placement.Placement.Rejection;
import floria.tosca.problem.Problem;

/** Why a request is not carried out, as data. Nothing was changed. */
public final class Refusal extends RuntimeException {

    /** The kinds of refusals, each with its own answer over HTTP and its own exit code. */
    public enum Code {
        /** The template or its inputs have errors; see {@link #problems()}. */
        INVALID_TEMPLATE,
        /** No site satisfies a node; see {@link #rejections()}. */
        UNPLACEABLE,
        /** There is a live deployment of that name. */
        NAME_TAKEN,
        /** There is no such deployment, node or file. */
        NOT_FOUND,
        /** The deployment is not in a state that allows it. */
        CONFLICT,
        /** The request itself makes no sense. */
        BAD_REQUEST,
        /** A site failed while answering. */
        SITE
    }

    private final Code code;
    private final transient Optional<String> hint;
    private final transient List<Problem> problems;
    private final transient List<Rejection> rejections;

    public Refusal(
            Code code,
            String message,
            Optional<String> hint,
            List<Problem> problems,
            List<Rejection> rejections) {
        super(message);
        this.code = code;
        this.hint = hint;
        this.problems = List.copyOf(problems);
        this.rejections = List.copyOf(rejections);
    }

    public Refusal(Code code, String message) {
        this(code, message, Optional.empty(), List.of(), List.of());
    }

    public Refusal(Code code, String message, String hint) {
        this(code, message, Optional.of(hint), List.of(), List.of());
    }

    public Code code() {
        return code;
    }

    public Optional<String> hint() {
        return hint;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<Rejection> rejections() {
        return rejections;
    }
}
