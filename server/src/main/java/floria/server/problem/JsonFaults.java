package floria.server.problem;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON body: where, which field, what was expected. */
final class JsonFaults {

    private JsonFaults() {}

    static BadRequest of(JacksonException fault) {
        String place = place(fault.getLocation());
        return switch (fault) {
            case UnrecognizedPropertyException unknown ->
                    new BadRequest(
                            "Unknown field " + path(unknown) + place + ".",
                            "Known here: " + names(unknown.getKnownPropertyIds()) + ".");
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
                    new BadRequest(
                            "The field "
                                    + path(mismatch)
                                    + place
                                    + " is not "
                                    + expected(mismatch.getTargetType())
                                    + ".");
            case MismatchedInputException mismatch ->
                    new BadRequest(
                            "The body"
                                    + place
                                    + " is not "
                                    + expected(mismatch.getTargetType())
                                    + ".");
            case StreamReadException broken ->
                    new BadRequest(
                            "The body is not JSON"
                                    + place
                                    + ": "
                                    + firstLine(broken.getOriginalMessage())
                                    + ".");
            default ->
                    new BadRequest(
                            "The body cannot be read"
                                    + place
                                    + ": "
                                    + firstLine(fault.getOriginalMessage())
                                    + ".");
        };
    }

    private static String place(TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String path(JacksonException fault) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : fault.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static String names(Collection<?> names) {
        return names == null
                ? "none"
                : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "what is expected there";
        }
        if (type == String.class || type == Optional.class) {
            return "a text";
        }
        if (type == byte[].class) {
            return "Base64";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        return "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Jackson's messages may quote the source in further lines. */
    private static String firstLine(String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }
}
