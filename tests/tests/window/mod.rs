//! A window of the real program with a home, a vault and a driver of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unreachable_pub)]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

use crate::common::{program, root};

/// Passphrase of the test vaults.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// WebKitWebDriver, ended with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Window {
    client: Client,
    name: String,
    _driver: Driver,
    home: tempfile::TempDir,
}

impl Window {
    pub async fn open(name: &str) -> Self {
        Self::open_with(name, &[]).await
    }

    /// Starts the driver, which starts the program. Driver and program inherit the environment given here.
    pub async fn open_with(name: &str, environment: &[(&str, &str)]) -> Self {
        assert!(
            std::env::var_os("DISPLAY").is_some(),
            "no display: run the tests with `make test`, which starts Xvfb"
        );
        let home = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("ATTUNE_DATA", home.path().join("data"))
            .env("ATTUNE_REPORTS", home.path().join("reports"))
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver (package webkit2gtk-driver)");
        let driver = Driver(driver);
        let capabilities =
            json!({"webkitgtk:browserOptions": {"binary": program("attune-desktop"), "args": []}});
        let client = connect(port, capabilities).await;
        client.set_window_size(1440, 900).await.ok();
        Self { client, name: name.to_owned(), _driver: driver, home }
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    fn css(id: &str) -> String {
        format!("[data-testid=\"{id}\"]")
    }

    async fn element(&self, id: &str) -> Option<Element> {
        self.client.find(Locator::Css(&Self::css(id))).await.ok()
    }

    /// Waits until something is true; shows what the window showed instead where it is not.
    pub async fn wait_until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        self.wait_at_most(what, 60, condition).await;
    }

    async fn wait_at_most(&self, what: &str, seconds: u64, condition: impl AsyncFn() -> bool) {
        let end = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < end {
            if condition().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        self.screenshot("failed").await;
        panic!("waited in vain for {what}; the window shows:\n{}", self.body().await);
    }

    pub async fn wait_for(&self, id: &str) {
        self.wait_until(id, async || self.element(id).await.is_some()).await;
    }

    pub async fn wait_long(&self, id: &str, seconds: u64) {
        self.wait_at_most(id, seconds, async || self.element(id).await.is_some()).await;
    }

    pub async fn click(&self, id: &str) {
        self.wait_until(&format!("{id} to be clicked"), async || match self.element(id).await {
            Some(element) => match element.click().await {
                Ok(()) => true,
                Err(why) => {
                    eprintln!("{id}: {why:?}");
                    // The driver brings an element to the very edge of what scrolls, and then finds it covered there.
                    let centre = "document.querySelector(arguments[0])?.scrollIntoView({block: 'center'})";
                    self.client.execute(centre, vec![json!(Self::css(id))]).await.ok();
                    false
                }
            },
            None => false,
        })
        .await;
    }

    /// A click by the page itself on one of several elements with the same id.
    pub async fn press_nth(&self, id: &str, place: usize) {
        let script = "document.querySelectorAll(arguments[0])[arguments[1]].click()";
        self.client.execute(script, vec![json!(Self::css(id)), json!(place)]).await.unwrap();
    }

    /// Sets the size of the window in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.unwrap();
    }

    /// Brings an element to the top of what scrolls; whether it is there.
    pub async fn bring_up(&self, id: &str) -> bool {
        let script = "const e = document.querySelector(arguments[0]); e?.scrollIntoView({block: 'start'}); return !!e;";
        self.client.execute(script, vec![json!(Self::css(id))]).await.unwrap().as_bool().unwrap_or_default()
    }

    /// What can be scrolled although it is the frame of the window: the page and the shell. Empty where nothing can.
    pub async fn longer_than_its_frame(&self) -> String {
        let script = "return [document.scrollingElement, document.querySelector('.app')].filter(Boolean) \
                      .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1 || e.scrollTop > 0) \
                      .map(e => `${e.tagName} ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`).join('; ');";
        self.client.execute(script, Vec::new()).await.unwrap().as_str().unwrap_or_default().to_owned()
    }

    /// A file of this test.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// A click by the page itself on an element inside one of several with the same id.
    pub async fn press_in_nth(&self, id: &str, place: usize, inner: &str) {
        let script =
            "document.querySelectorAll(arguments[0])[arguments[1]].querySelector(arguments[2]).click()";
        let arguments = vec![json!(Self::css(id)), json!(place), json!(Self::css(inner))];
        self.client.execute(script, arguments).await.unwrap();
    }

    /// Whether one of several elements is the current one.
    pub async fn marked(&self, id: &str, place: usize) -> bool {
        let script = "return document.querySelectorAll(arguments[0])[arguments[1]]?.getAttribute('aria-current') === 'true'";
        let arguments = vec![json!(Self::css(id)), json!(place)];
        self.client.execute(script, arguments).await.unwrap().as_bool().unwrap_or_default()
    }

    /// How far the work under way is, in the unit of its bar; 0 where there is none.
    pub async fn progress(&self) -> f64 {
        let script = "const e = document.querySelector('[data-testid=loading-progress]'); return e ? (e.value ?? 0) : 0";
        self.client.execute(script, Vec::new()).await.unwrap().as_f64().unwrap_or_default()
    }

    /// Types into one of several fields with the same id.
    pub async fn type_nth(&self, id: &str, place: usize, text: &str) {
        let fields = self.client.find_all(Locator::Css(&Self::css(id))).await.unwrap();
        fields[place].send_keys(text).await.unwrap();
    }

    /// Chooses a value in one of several selections with the same id.
    pub async fn choose_nth(&self, id: &str, place: usize, value: &str) {
        let script = "const e = document.querySelectorAll(arguments[0])[arguments[1]]; e.value = arguments[2]; \
                      e.dispatchEvent(new Event('change', {bubbles: true}));";
        let arguments = vec![json!(Self::css(id)), json!(place), json!(value)];
        self.client.execute(script, arguments).await.unwrap();
    }

    /// A click by the page itself, without the driver's own waiting.
    pub async fn press(&self, id: &str) {
        let script = "document.querySelector(arguments[0]).click()";
        self.client.execute(script, vec![json!(Self::css(id))]).await.unwrap();
    }

    pub async fn type_into(&self, id: &str, text: &str) {
        self.wait_for(id).await;
        let element = self.element(id).await.unwrap();
        element.clear().await.unwrap();
        element.send_keys(text).await.unwrap();
    }

    pub async fn text(&self, id: &str) -> String {
        self.wait_for(id).await;
        self.element(id).await.unwrap().text().await.unwrap()
    }

    pub async fn texts(&self, id: &str) -> Vec<String> {
        let mut out = Vec::new();
        for element in self.client.find_all(Locator::Css(&Self::css(id))).await.unwrap() {
            out.push(element.text().await.unwrap());
        }
        out
    }

    pub async fn count(&self, id: &str) -> usize {
        self.client.find_all(Locator::Css(&Self::css(id))).await.unwrap().len()
    }

    /// Width of the picture in an element as the window decoded it; 0 where there is none.
    pub async fn image_width(&self, id: &str) -> u64 {
        let script = "const e = document.querySelector(arguments[0]); \
                      const i = e && (e.tagName === 'IMG' ? e : e.querySelector('img')); return i ? i.naturalWidth : 0;";
        let width = self.client.execute(script, vec![json!(Self::css(id))]).await.unwrap();
        width.as_u64().unwrap_or_default()
    }

    pub async fn body(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap_or_default()
    }

    /// A picture for a person who looks into a failure.
    pub async fn screenshot(&self, what: &str) {
        let folder = root().join("out/window");
        std::fs::create_dir_all(&folder).unwrap();
        self.picture(&folder, &format!("{}-{what}", self.name)).await;
    }

    pub async fn picture(&self, folder: &Path, name: &str) {
        // Panels appear within 160 ms.
        tokio::time::sleep(Duration::from_millis(400)).await;
        if let Ok(bytes) = self.client.screenshot().await {
            std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
        }
    }

    /// First start: a passphrase, the recovery code, the worklist.
    pub async fn create_vault(&self) {
        self.type_into("unlock-user", "Dr Test").await;
        self.type_into("unlock-passphrase", PASSPHRASE).await;
        self.type_into("unlock-confirm", PASSPHRASE).await;
        self.click("unlock-submit").await;
        let code = self.text("recovery-code").await;
        assert!(code.chars().filter(char::is_ascii_alphanumeric).count() >= 26, "{code}");
        self.click("recovery-confirm").await;
        self.click("recovery-continue").await;
        self.wait_for("worklist-empty").await;
    }

    /// Imports a demo patient and waits for its summary.
    pub async fn import_demo(&self, id: &str) {
        self.click("nav-import").await;
        self.click(&format!("import-demo-{id}")).await;
        self.wait_for("import-commit").await;
        assert!(self.count("import-file").await >= 2, "a genome report and a record");
        let errors = self
            .client
            .find_all(Locator::Css("[data-testid=finding-row][data-severity=error]"))
            .await
            .unwrap();
        assert!(errors.is_empty(), "the demo patients read without errors");
        self.click("import-commit").await;
        self.wait_for("summary-options").await;
    }
}

async fn connect(port: u16, capabilities: serde_json::Value) -> Client {
    let capabilities = capabilities.as_object().unwrap().clone();
    for _ in 0..100 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(capabilities)
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .expect("a session with the window")
}

/// Text of a PDF as `pdftotext` reads it.
pub fn pdf_text(path: &str) -> String {
    let output = Command::new("pdftotext").args(["-layout", path, "-"]).output().expect("pdftotext");
    assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
