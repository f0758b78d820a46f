#!/bin/bash
# The Alex12060 deployment on a booted system, up to where the guide begins: the user, the folder
# with its files, and in the place of the internet a Google and a Telegram of its own.
#
#   deployment.sh PROGRAMS DEPLOY STAND_IN [SPREADSHEET]
#
# PROGRAMS has the binaries, DEPLOY the files of deploy/alex12060, STAND_IN the Bot API's bot_api.py.
# What is written to /run/telegram.in is said to the bot by the admin; its answers are in
# /run/telegram.out.
set -euo pipefail
programs=$1 deploy=$2 stand_in=$3
spreadsheet=${4:-$deploy/sample-spreadsheet.json}
folder=/home/lexun/Alex12060
token=12345:stand-in

useradd --create-home lexun
mkdir -p $folder /etc/alex12060
cd $folder
cp "$deploy"/{sheetkeeper.toml,bot.toml,check_sync_health.sh} .
cp "$deploy"/alex12060-{sync-worker,bot}.service .
cp "$programs"/{sheetkeeper,sheetkeeper-bot} .
cp sheetkeeper sync_worker

cat >/etc/systemd/system/emulator.service <<UNIT
[Service]
ExecStart=$programs/sheetkeeper emulate --load $spreadsheet --port 8080 --key-out $folder/google-key.json --check-tokens
[Install]
WantedBy=multi-user.target
UNIT
cat >/etc/systemd/system/telegram.service <<UNIT
[Service]
ExecStartPre=/bin/sh -c '[ -p /run/telegram.in ] || mkfifo /run/telegram.in'
# Opened for both, it has no end when a speaker has spoken.
ExecStart=/bin/sh -c 'exec /usr/bin/python3 $stand_in --port 8081 --token $token <>/run/telegram.in >>/run/telegram.out'
[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl start emulator telegram
until [ -s google-key.json ] && [ -s /run/telegram.out ]; do sleep 0.1; done

sed -i -e 's|^# api_base = .*|api_base = "http://127.0.0.1:8080"|' \
  -e 's|^# key_file = .*|key_file = "google-key.json"|' sheetkeeper.toml
sed -i 's|^\[bot\]$|&\napi_base = "http://127.0.0.1:8081"|' bot.toml
(umask 077 && echo $token >/etc/alex12060/bot-token)
chown -R lexun:lexun $folder
