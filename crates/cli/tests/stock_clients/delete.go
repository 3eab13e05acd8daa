// Deletes a tracking link as the published sample does.
package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	url, key, link := os.Args[1], os.Args[2], os.Args[3]
	request, err := http.NewRequest("DELETE", url, bytes.NewBufferString(`{"trackingLinkId":"`+link+`"}`))
	if err != nil {
		panic(err)
	}
	request.Header.Set("x-api-key", key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(body))
}
