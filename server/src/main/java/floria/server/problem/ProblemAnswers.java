package floria.server.problem;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import tools.jackson.core.JacksonException;

import floria.engine.deployment.Refusal;
import floria.engine.state.StoreException;
import floria.site.SiteException;

/**
 * Turns every exception that leaves a controller into a problem document. An answer that is already
 * on its way cannot be taken back: its connection is broken off, so that nobody takes half of a
 * file for the whole.
 */
@RestControllerAdvice
public final class ProblemAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    @ExceptionHandler(Exception.class)
    @Nullable ResponseEntity<ProblemBody> answer(Exception failure, HttpServletResponse response)
            throws Exception {
        if (failure instanceof IOException) {
            // The client is gone; there is nobody to answer.
            LOG.debug("The client went away: {}", failure.getMessage());
            return null;
        }
        if (response.isCommitted()) {
            throw failure;
        }
        response.resetBuffer();
        response.setHeader(HttpHeaders.CONTENT_LENGTH, null);
        ProblemBody body = body(failure);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (failure instanceof HttpRequestMethodNotSupportedException method
                && method.getSupportedHttpMethods() != null) {
            headers.setAllow(method.getSupportedHttpMethods());
        }
        return new ResponseEntity<>(body, headers, HttpStatusCode.valueOf(body.status()));
    }

    private static ProblemBody body(Exception failure) {
        return switch (failure) {
            case Refusal refusal ->
                    ProblemBody.of(
                            Problems.code(refusal.code()),
                            status(refusal.code()),
                            message(refusal),
                            refusal.hint(),
                            Problems.of(refusal.problems()),
                            refusal.rejections());
            case BadRequest bad -> bad(message(bad), bad.hint());
            case TooLarge large ->
                    ProblemBody.of(
                            TooLarge.CODE,
                            HttpStatus.CONTENT_TOO_LARGE,
                            message(large),
                            Optional.of(TooLarge.HINT));
            case SiteException site ->
                    ProblemBody.of(
                            "site",
                            HttpStatus.BAD_GATEWAY,
                            site.fault().message(),
                            site.fault().hint());
            case StoreException store -> {
                LOG.error("The store failed", store);
                yield ProblemBody.of(
                        "store", HttpStatus.SERVICE_UNAVAILABLE, message(store), Optional.empty());
            }
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case NoHandlerFoundException unknown ->
                    ProblemBody.of(
                            "not-found",
                            HttpStatus.NOT_FOUND,
                            "There is nothing at " + unknown.getRequestURL() + ".",
                            Optional.of("The paths are listed in /api/v1/openapi.json."));
            case HttpRequestMethodNotSupportedException method ->
                    ProblemBody.of(
                            "method-not-allowed",
                            HttpStatus.METHOD_NOT_ALLOWED,
                            method.getMethod() + " is not possible here.",
                            Optional.ofNullable(method.getSupportedHttpMethods())
                                    .map(known -> "Possible: " + known + "."));
            case HttpMediaTypeNotSupportedException type ->
                    ProblemBody.of(
                            "unsupported-media-type",
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "A body of the type " + type.getContentType() + " is not taken here.",
                            Optional.of("Send Content-Type: application/json."));
            case HttpMediaTypeNotAcceptableException type ->
                    ProblemBody.of(
                            "not-acceptable",
                            HttpStatus.NOT_ACCEPTABLE,
                            "This cannot be had in the form that was asked for.",
                            Optional.of(
                                            type.getSupportedMediaTypes().stream()
                                                    .map(MediaType::toString)
                                                    .collect(
                                                            Collectors.joining(
                                                                    " or ", "Accept ", ".")))
                                    .filter(_ -> !type.getSupportedMediaTypes().isEmpty()));
            case MissingServletRequestParameterException missing ->
                    bad(
                            "The parameter " + missing.getParameterName() + " is missing.",
                            Optional.empty());
            case MethodArgumentTypeMismatchException mismatch ->
                    bad(
                            "The parameter "
                                    + mismatch.getName()
                                    + " does not take the value '"
                                    + value(mismatch.getValue())
                                    + "'.",
                            Optional.empty());
            case ErrorResponse other when other.getStatusCode().is4xxClientError() ->
                    ProblemBody.of(
                            code(other.getStatusCode()),
                            other.getStatusCode(),
                            Optional.ofNullable(other.getBody().getDetail())
                                    .orElse("The request cannot be carried out."),
                            Optional.empty());
            default -> internal(failure);
        };
    }

    private static ProblemBody unreadable(HttpMessageNotReadableException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLarge large) {
                return body(large);
            }
        }
        if (failure.getCause() instanceof JacksonException json) {
            return body(JsonFaults.of(json));
        }
        return bad("The request has no body.", Optional.of("Send a JSON object."));
    }

    private static ProblemBody bad(String detail, Optional<String> hint) {
        return ProblemBody.of("bad-request", HttpStatus.BAD_REQUEST, detail, hint);
    }

    private static ProblemBody internal(Exception failure) {
        LOG.error("A request failed in a way that nobody foresaw", failure);
        return ProblemBody.of(
                "internal",
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong inside of Floria.",
                Optional.of(
                        "The server's debug.log tells more under the request id "
                                + MDC.get("request")
                                + "."));
    }

    private static HttpStatus status(Refusal.Code code) {
        return switch (code) {
            case INVALID_TEMPLATE, UNPLACEABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
            case NAME_TAKEN, CONFLICT -> HttpStatus.CONFLICT;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case BAD_REQUEST -> HttpStatus.BAD_REQUEST;
            case SITE -> HttpStatus.BAD_GATEWAY;
        };
    }

    private static String code(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null
                ? "bad-request"
                : known.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String message(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("It cannot be done.");
    }

    /** As it was sent; one that was sent several times has all of them. */
    private static String value(@Nullable Object value) {
        return value instanceof Object[] several
                ? Arrays.stream(several).map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
    }
}
