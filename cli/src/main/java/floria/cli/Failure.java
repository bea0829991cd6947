package floria.cli;

import java.util.List;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

import floria.tosca.problem.Problem;
import floria.tosca.source.Source;

/**
 * Why a verb did not do what it was asked for, in the words of the person at the terminal.
 *
 * <p>Ends the verb; the exit code and the text, or its JSON form, are made of it in one place.
 */
public class Failure extends RuntimeException {
    private final Exit exit;
    private final String code;
    private final transient Optional<String> hint;
    private final transient List<Problem> problems;
    private final transient List<JsonNode> rejections;
    private transient List<Source> sources = List.of();

    /**
     * @param code stable identity, lower case with hyphens
     * @param problems of a template, to be shown with their lines
     * @param rejections the candidates for a node that were not chosen, as the API gives them
     */
    public Failure(
            Exit exit,
            String code,
            String message,
            Optional<String> hint,
            List<Problem> problems,
            List<JsonNode> rejections) {
        super(message);
        this.exit = exit;
        this.code = code;
        this.hint = hint;
        this.problems = List.copyOf(problems);
        this.rejections = List.copyOf(rejections);
    }

    public Failure(Exit exit, String code, String message, String hint) {
        this(exit, code, message, Optional.of(hint), List.of(), List.of());
    }

    public Failure(Exit exit, String code, String message) {
        this(exit, code, message, Optional.empty(), List.of(), List.of());
    }

    /** A command line that makes no sense. */
    public static Failure usage(String message, String hint) {
        return new Failure(Exit.USAGE, "usage", message, hint);
    }

    /**
     * The same failure, its problems in files that the person knows.
     *
     * @param sources the files, for excerpts
     */
    public Failure located(List<Problem> located, List<Source> sources) {
        Failure failure = new Failure(exit, code, message(), hint, located, rejections);
        failure.sources = List.copyOf(sources);
        return failure;
    }

    public Exit exit() {
        return exit;
    }

    public String code() {
        return code;
    }

    public String message() {
        String message = getMessage();
        return message == null ? code : message;
    }

    public Optional<String> hint() {
        return hint;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<JsonNode> rejections() {
        return rejections;
    }

    /** The files that the problems point into, as far as they are known. */
    public List<Source> sources() {
        return sources;
    }
}
