package floria.server.deployment;

import java.io.IOException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import floria.engine.deployment.Deployments;
import floria.engine.state.Scope;
import floria.server.problem.BadRequest;

/** Files to and from instances, passed through as they come: nothing is held in memory. */
@RestController
@RequestMapping("/api/v1/deployments/{deployment}/files")
@Tag(name = "Files", description = "Copy files to and from an instance.")
public class FileController {
    private final Deployments deployments;

    public FileController(Deployments deployments) {
        this.deployments = deployments;
    }

    @GetMapping
    @Operation(summary = "Copies a file from an instance")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    void download(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam String node,
            @RequestParam(defaultValue = "0") int index,
            @RequestParam String path,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        deployments.download(scope, deployment, node, index, path, response.getOutputStream());
    }

    @PutMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Copies a file to an instance",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    void upload(
            Scope scope,
            @PathVariable String deployment,
            @RequestParam String node,
            @RequestParam(defaultValue = "0") int index,
            @RequestParam String path,
            HttpServletRequest request)
            throws IOException {
        long size = request.getContentLengthLong();
        if (size < 0) {
            throw new BadRequest(
                    "The size of the file is not known beforehand.",
                    "Send the header Content-Length.");
        }
        deployments.upload(scope, deployment, node, index, path, request.getInputStream(), size);
    }
}
