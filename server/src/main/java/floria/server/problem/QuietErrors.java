package floria.server.problem;

import java.io.IOException;
import java.io.PrintWriter;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of Tomcat's own error page for what never reaches Floria, such as a request line
 * that cannot be read.
 */
public final class QuietErrors extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(QuietErrors.class);

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(ProblemWriter.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            PrintWriter out = response.getReporter();
            if (out != null) {
                out.write(
                        """
                        {"type":"urn:floria:problem:%s","title":"%s","status":%d,"detail":"%s"}
                        """
                                .formatted(
                                        status < 500 ? "bad-request" : "internal",
                                        status < 500 ? "Bad request" : "Internal",
                                        status,
                                        status < 500
                                                ? "The request cannot be read as it is."
                                                : "Something went wrong inside of Floria."));
                response.finishResponse();
            }
        } catch (IOException e) {
            LOG.debug("The client went away before it was told of a failure", e);
        }
    }
}
