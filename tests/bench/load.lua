-- SPDX-License-Identifier: MIT
-- load.lua METHOD FOLDER DELAY_MS  for wrk: sends the requests of a folder in
-- order, 0.path with 0.body and so on, with the headers in the file "headers";
-- prints the result as JSON.

local requests, at, pause = {}, 0, 0

local function read(path)
	local file = io.open(path, "rb")
	if not file then
		return nil
	end
	local text = file:read("*a")
	file:close()
	return text
end

function init(args)
	local method, folder = args[1], args[2]
	local headers = {}
	pause = tonumber(args[3])
	if pause == 0 then
		delay = nil
	end
	if method == "POST" then
		headers["Content-Type"] = "application/json; charset=utf-8"
	end
	for name, value in (read(folder .. "/headers") or ""):gmatch("([^:\n]+): ([^\n]*)") do
		headers[name] = value
	end
	while true do
		local name = folder .. "/" .. #requests
		local path = read(name .. ".path")
		if not path then
			return
		end
		requests[#requests + 1] = wrk.format(method, path, headers, read(name .. ".body"))
	end
end

function delay()
	return pause
end

function request()
	at = at % #requests + 1
	return requests[at]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format(
		'{"requests":%d,"us":%d,"refused":%d,"broken":%d,"p50_us":%d,"p99_us":%d}\n',
		summary.requests, summary.duration, e.status,
		e.connect + e.read + e.write + e.timeout,
		latency:percentile(50), latency:percentile(99)))
end
