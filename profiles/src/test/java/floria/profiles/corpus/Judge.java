package floria.profiles.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import floria.profiles.Profiles;
import floria.tosca.Reading;
import floria.tosca.Tosca;
import floria.tosca.archive.Archive;
import floria.tosca.problem.Location;
import floria.tosca.problem.Problem;
import floria.tosca.source.Bundle;
import floria.tosca.source.Source;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Compares what Floria says of a file with what is known of it. A defect counts as found only if a
 * problem lies where the manifest says that it is: on the line, at what it quotes, or at what its
 * words name.
 */
final class Judge {
    private static final Pattern LINE = Pattern.compile("at line (\\d+)");
    private static final Pattern SHOULD = Pattern.compile("#.*\\b(should|must) be\\b");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern SINGLY_QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern MISSING_NODE =
            Pattern.compile("([\\w-]+)\\.([\\w-]+) ->(?: missing node ([\\w-]*))?");
    private static final Pattern UNKNOWN_TYPE = Pattern.compile("unknown type (\\S+)");
    private static final Pattern UNDECLARED = Pattern.compile("undeclared inputs: (\\S+)");
    private static final Pattern DUPLICATE = Pattern.compile("duplicate keys: (\\w+)@(\\d+)");

    /** Words of a reason that say nothing about the place. */
    private static final Set<String> EMPTY =
            Set.of(
                    "invalid",
                    "wrong",
                    "with",
                    "missing",
                    "undefined",
                    "valid",
                    "none",
                    "type",
                    "alid",
                    "predicate",
                    "metadata");

    private final Map<String, byte[]> files;
    private final Bundle bundle;

    Judge(Map<String, byte[]> files) {
        this.files = files;
        this.bundle = Bundle.of(files);
    }

    Verdict judge(Entry entry) {
        Source source = bundle.file(entry.path()).orElseThrow();
        Reading reading = Tosca.read(source, bundle.or(new Profiles()));
        List<Problem> problems = reading.problems();
        List<String> missing =
                entry.valid()
                        ? List.of()
                        : entry.source().startsWith("indigo ")
                                ? unsaid(entry, problems)
                                : unseen(entry, problems);
        boolean right = entry.valid() ? !reading.hasErrors() : missing.isEmpty();
        return new Verdict(entry, right, missing, problems);
    }

    /** The defects of a deployment template, each of which must be told. */
    private List<String> unsaid(Entry entry, List<Problem> problems) {
        List<String> missing = new ArrayList<>();
        for (String defect : entry.why().split("; ")) {
            Matcher node = MISSING_NODE.matcher(defect);
            Matcher type = UNKNOWN_TYPE.matcher(defect);
            Matcher inputs = UNDECLARED.matcher(defect);
            Matcher duplicate = DUPLICATE.matcher(defect);
            if (node.matches()) { // the last one may be cut short
                String path = "node_templates/" + node.group(1) + "/requirements/";
                told(
                        missing,
                        defect,
                        problems,
                        problem ->
                                problem.path().contains(path)
                                        && problem.path().contains("/" + node.group(2))
                                        && problem.message()
                                                .contains(
                                                        "'"
                                                                + Objects.requireNonNullElse(
                                                                        node.group(3), "")));
            } else if (type.matches()) {
                // A short name may stand for a type of the standard: then a warning says so.
                told(
                        missing,
                        defect,
                        problems,
                        problem -> text(problem.location()).contains(type.group(1)));
            } else if (inputs.matches()) {
                for (String input : inputs.group(1).split(",")) {
                    told(
                            missing,
                            "undeclared input " + input,
                            problems,
                            problem ->
                                    problem.isError()
                                            && problem.message().contains("'" + input + "'"));
                }
            } else if (duplicate.matches()) {
                told(
                        missing,
                        defect,
                        problems,
                        problem ->
                                problem.message().contains("'" + duplicate.group(1) + "'")
                                        && (at(problem, Integer.parseInt(duplicate.group(2)))
                                                || problem.related().stream()
                                                        .anyMatch(related ->
                                                                related.location().line()
                                                                        == Integer.parseInt(
                                                                                duplicate.group(
                                                                                        2)))));
            } else {
                missing.add("cannot judge: " + defect);
            }
        }
        return missing;
    }

    private static void told(
            List<String> missing, String defect, List<Problem> problems, Predicate<Problem> such) {
        if (problems.stream().noneMatch(such)) {
            missing.add(defect);
        }
    }

    /**
     * Whether an error begins where a comment of the file's author says what should be: on its
     * line, or on the next one that is none.
     */
    private boolean atComment(Entry entry, List<Problem> errors) {
        List<String> lines = text("file:" + entry.path()).lines().toList();
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (SHOULD.matcher(lines.get(i)).find()) {
                int at = i;
                while (at < lines.size() - 1 && lines.get(at).strip().startsWith("#")) {
                    at++;
                }
                places.add(at + 1);
            }
        }
        return errors.stream()
                .anyMatch(problem ->
                        problem.location().address().equals("file:" + entry.path())
                                && places.contains(problem.location().line()));
    }

    /** The reason of an invalid file, if no error lies at it. */
    private List<String> unseen(Entry entry, List<Problem> problems) {
        List<Problem> errors = problems.stream().filter(Problem::isError).toList();
        if (errors.isEmpty()) {
            return List.of("an error");
        }
        Matcher line = LINE.matcher(entry.why());
        if (line.find()) {
            int first = Integer.parseInt(line.group(1));
            int last = first + block("file:" + entry.path(), first).size() - 1;
            return errors.stream()
                            .anyMatch(problem ->
                                    problem.location().line() >= first
                                            && problem.location().line() <= last)
                    ? List.of()
                    : List.of("an error in lines %d to %d".formatted(first, last));
        }
        List<String> quoted = quoted(entry.why());
        Set<String> words = quoted.isEmpty() ? words(entry.why()) : Set.copyOf(quoted);
        boolean found =
                words.isEmpty()
                        || atComment(entry, errors)
                        || errors.stream()
                                .anyMatch(problem ->
                                        words.stream().anyMatch(word -> names(problem, word)));
        return found ? List.of() : List.of("an error at any of " + words);
    }

    private static boolean at(Problem problem, int line) {
        return problem.location().line() == line;
    }

    /** What an error message of another program quotes, except for files. */
    private static List<String> quoted(String why) {
        String text = why.replace("\"\"", "\"").replaceAll("^\"(.*)\"$", "$1");
        Pattern quotes = QUOTED.matcher(text).find() ? QUOTED : SINGLY_QUOTED;
        return quotes.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(word -> !word.endsWith(".zip"))
                .map(word -> word.replaceAll("^\\[['\"]?([^,'\"]*).*\\]$", "$1"))
                .toList();
    }

    private static Set<String> words(String why) {
        return Arrays.stream(why.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                // The manifest cut "-inv" out of the words "-invalid".
                .map(word -> word.replaceAll("alid$", ""))
                .filter(word -> word.length() > 3 && !EMPTY.contains(word))
                // One may be in the plural, and the other not.
                .map(word -> word.replaceAll("(ies|s|y)$", ""))
                .collect(Collectors.toSet());
    }

    private boolean names(Problem problem, String word) {
        StringBuilder all =
                new StringBuilder(
                        "%s %s %s %s"
                                .formatted(
                                        problem.code(),
                                        problem.message(),
                                        problem.path(),
                                        text(problem.location())));
        problem.related().forEach(related -> all.append(' ').append(text(related.location())));
        return all.toString().toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    /** The element that begins where a problem does, and the lines of those that it is in. */
    private String text(Location at) {
        List<String> lines = text(at.address()).lines().limit(at.line()).toList();
        StringBuilder all = new StringBuilder(String.join("\n", block(at.address(), at.line())));
        int indent = lines.isEmpty() ? 0 : indent(lines.getLast());
        for (String line : lines.reversed()) {
            if (!line.isBlank() && indent(line) < indent) {
                indent = indent(line);
                all.append('\n').append(line);
            }
        }
        return all.toString();
    }

    /** A line, and those after it that stand deeper. */
    private List<String> block(String address, int line) {
        List<String> rest = text(address).lines().skip(Math.max(0, line - 1)).toList();
        if (rest.isEmpty()) {
            return rest;
        }
        int end = 1;
        while (end < rest.size()
                && (rest.get(end).isBlank() || indent(rest.get(end)) > indent(rest.getFirst()))) {
            end++;
        }
        return rest.subList(0, end);
    }

    /** The text of a file, or of one in an archive. */
    private String text(String address) {
        String path = address.startsWith("file:") ? address.substring(5) : "";
        int inside = path.indexOf("!/");
        if (inside < 0) {
            return new String(files.getOrDefault(path, new byte[0]), UTF_8);
        }
        return Archive.open(bundle.file(path.substring(0, inside)).orElseThrow())
                .resolve(address, path.substring(path.lastIndexOf('/') + 1))
                .map(Source::text)
                .orElse("");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
