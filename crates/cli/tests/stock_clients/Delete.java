// Deletes a tracking link as the published sample does.

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Delete {
    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder()
                .uri(URI.create(arguments[0]))
                .header("x-api-key", arguments[1])
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString("{\"trackingLinkId\":\"" + arguments[2] + "\"}"))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
