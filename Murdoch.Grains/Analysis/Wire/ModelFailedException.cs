namespace Murdoch.Grains.Analysis.Wire;

/// <summary>A request that brought no answer.</summary>
/// <param name="message">Goes on from the analyser's name: "answered 503". Without anything that the other side wrote.</param>
/// <param name="isTransient">Whether it may well succeed when it is made again at once.</param>
internal sealed class ModelFailedException(string message, bool isTransient, Exception? cause = null) : Exception(message, cause)
{
    public bool IsTransient => isTransient;
}
