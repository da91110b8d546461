namespace Murdoch.Silo.Hosting;

/// <summary>The environment does not allow this start, and trying again cannot help. The message is a sentence that says what to do.</summary>
internal sealed class StartRefusedException : Exception
{
    public StartRefusedException(string message) : base(message)
    {
    }

    public StartRefusedException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public StartRefusedException()
    {
    }
}
