-- A step for one user that ends with the error that the test names.
local partition, user, reason = ARGV[1], ARGV[2], ARGV[3]
attempt(partition, user, function()
  error({err = reason})
end)
return {'0', changes}
