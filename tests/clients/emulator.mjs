// What the clients' tests share: the emulator's address and key, and a transport that sends what is
// meant for Google's token endpoint to the emulator's, which the clients have no setting for.
import { readFileSync } from 'node:fs';
import { JWT } from 'google-auth-library';
import { Gaxios } from 'gaxios';

export const [base, keyFile] = process.argv.slice(2);
export const key = JSON.parse(readFileSync(keyFile, 'utf8'));

export function signIn(scopes) {
  const transporter = new Gaxios();
  transporter.interceptors.request.add({
    resolved: async (config) => {
      config.url = new URL(String(config.url).replace('https://oauth2.googleapis.com', base));
      return config;
    },
  });
  return new JWT({ email: key.client_email, key: key.private_key, scopes, transporter });
}

export async function admin(path, body) {
  const answer = await fetch(`${base}/emulator/${path}`,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  return answer.json();
}

// Requests since the last call of it.
export async function countCalls() {
  const { total } = await admin('requests');
  await admin('requests/clear', {});
  return total;
}

// A spreadsheet that the service account may write.
export async function newSpreadsheet(id) {
  await admin('load', {
    spreadsheets: [{
      id, title: 'Clients', permissions: { [key.client_email]: 'writer' },
      sheets: [{ title: 'Sheet1', sheetId: 0 }],
    }],
  });
  await admin('requests/clear', {});
  return id;
}
