//! The server: opens the installation, builds the router from every edge's routes, answers until it is told to stop, then lets what is
//! under way finish. Called by `main`.

mod clearing;
mod handlers;
mod health;
mod imports;
mod listen;
mod stop;
#[cfg(test)]
mod tests;

use std::{io::Write, time::Duration};

use gate::{App, Route};
use records::identity::{
    one_time::{self, Purpose},
    secret,
};
use types::{Problem, Result, words::Lang};

use crate::{config::Settings, hand_over, house::House, log, say::app};
use handlers::handlers;
use health::Closing;

/// What is under way after this is cut off.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or SIGINT.
pub fn run(settings: &Settings, lang: Lang) -> Result<()> {
    log::begin(settings.log);
    let house = House { serving: true, ..House::open(settings)? };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Problem::internal)?;
    let served = runtime.block_on(serve(&house, lang));
    // a command that is still running stops at its next progress; its thread ends with the process
    runtime.shutdown_timeout(Duration::from_secs(1));
    tracing::info!("stopped");
    served
}

async fn serve(house: &House, lang: Lang) -> Result<()> {
    let listener = listen::bind(house.settings.listen).await?;
    let address = listener.local_addr().map_err(Problem::internal)?;
    let house = &House { settings: house.settings.bound(address).into(), ..house.clone() };
    let closing = Closing::default();
    let app = gate(house);
    edge_web::pages::refusal::register();
    let router = gate::router(app.clone(), routes(house, &closing));
    let commands = hand_over::server::listen(house);
    if let Err(error) = &commands {
        tracing::warn!(%error, "commands cannot be handed over to this server");
    }
    let metrics = match house.settings.metrics_listen {
        Some(address) => Some((listen::bind(address).await?, health::metrics_alone(app))),
        None => None,
    };
    let stopping = stop::signal()?;
    announce(house, lang).await?;
    let jobs = edge_jobs::start(house.engine.clone(), handlers(house), edge_jobs::Options::default()).await;
    let mut servers = tokio::task::JoinSet::new();
    servers.spawn(listen::answer(listener, router, stopping.clone()));
    if let Some((listener, router)) = metrics {
        servers.spawn(listen::answer(listener, router, stopping.clone()));
    }
    stopping.wait().await;
    closing.begin();
    drop(commands);
    tracing::info!("stopping: no new requests, up to {} s for those under way", DRAIN.as_secs());
    let drained = async { while servers.join_next().await.is_some() {} };
    let (drained, ()) = tokio::join!(tokio::time::timeout(DRAIN, drained), jobs.stop(DRAIN));
    if drained.is_err() {
        tracing::warn!("requests were cut off");
    }
    Ok(())
}

fn gate(house: &House) -> App {
    let settings = &house.settings;
    let config = gate::Config {
        base_url: settings.base_url.clone(),
        data_dir: settings.data_dir.clone(),
        trusted_proxies: settings.trusted_proxies.clone(),
        upload_limit: settings.upload_limit,
        ..gate::Config::default()
    };
    App::new(house.engine.clone(), house.blobs.clone(), config)
        .with(imports::port(house))
        .with(edge_web::pages::refusal::frame())
}

/// The routes of every edge, and those of the process itself.
fn routes(house: &House, closing: &Closing) -> Vec<Route> {
    let mut routes = health::routes(closing.clone(), house.settings.metrics_token.clone());
    routes.extend(programs());
    routes.extend(edge_web::routes());
    routes
}

/// The routes for programs: what the OpenAPI document describes.
pub fn programs() -> Vec<Route> {
    let mut routes = edge_api::routes();
    routes.extend(edge_connect::import::routes::routes());
    routes.extend(edge_connect::export::routes());
    routes
}

/// Says where it can be reached and, while nobody administers, how to begin: a link that works once, kept only as its digest.
async fn announce(house: &House, lang: Lang) -> Result<()> {
    let url = &house.settings.base_url;
    let mut lines = vec![app(lang, "serving", &[("url", url.into())])];
    let fresh = secret::fresh("")?;
    let hash = secret::hash(&fresh);
    let link = house.engine.write(modules::set_up::caller(), move |cx| {
        let needed = !modules::set_up::is_done(cx)?;
        if needed {
            one_time::issue(cx, Purpose::Setup, None, hash)?;
        }
        Ok(needed)
    });
    if link.await? {
        lines.push(app(lang, "set-up-link", &[("url", format!("{url}/setup?token={fresh}").into())]));
    }
    // the one thing a server says on stdout; its log goes to stderr
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
    Ok(())
}
